/** The decode worker: turns video files and the built-in scenes into small frames, and hands them to the train worker. */
import * as Comlink from 'comlink';
import { DecodeWorkerService } from '../src/video/service';

Comlink.expose(new DecodeWorkerService());

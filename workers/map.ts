/** The map worker: one t-SNE a map, a step at a time. */
import * as Comlink from 'comlink';
import { MapWorkerService } from '../src/project/service';

Comlink.expose(new MapWorkerService());

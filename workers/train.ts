/** The train worker: owns its GPUDevice, the encoders and the training loop. */
import * as Comlink from 'comlink';
import { TrainWorkerService } from '../src/train/service';

Comlink.expose(new TrainWorkerService());

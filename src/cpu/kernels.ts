/** Everything that training computes, registered for tfjs's wasm backend. Importing it is enough. */
import './batch_norm';
import './contrast';
import './conv3d';
import './flat';
import './linear';
import './orthonormalise';
import './pool';
import { installMatMul } from './mat_mul';

installMatMul();

/** Replaces kernels of tfjs's WebGPU backend by those of this folder, under tfjs's own names. */
import { installMatMul } from './mat_mul';

/** Call it once tfjs runs on WebGPU. Calling it again changes nothing. */
export function installKernels(): void {
  installMatMul();
}

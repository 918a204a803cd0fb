/** Whether training computes on the CPU, and whether that is a choice. */
import type { SessionState } from './state';

/** True where training computes on the CPU, for want of a GPU or because it is wished for. */
export function isOnCpu({ gpu, computeOn }: Pick<SessionState, 'gpu' | 'computeOn'>): boolean {
  return gpu.status === 'open' && (computeOn === 'cpu' || gpu.refusal !== undefined);
}

/** True where the adapter is software, which the CPU itself outruns, or the CPU was chosen. */
export function hasChoiceOfDevice({ gpu, computeOn }: Pick<SessionState, 'gpu' | 'computeOn'>): boolean {
  return gpu.status === 'open' && !gpu.refusal && (computeOn === 'cpu' || gpu.adapter.software);
}

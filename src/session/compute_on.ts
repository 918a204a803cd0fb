/** Whether training computes on the CPU, and whether that is a choice. */
import type { ComputeOn } from '../protocol/train';
import type { SessionState } from './state';

type Device = Pick<SessionState, 'gpu' | 'computeOn'>;

/** True where training computes on the CPU, for want of a GPU or because it is wished for. */
export function isOnCpu({ gpu, computeOn }: Device): boolean {
  if (gpu.status !== 'open') return false;
  return gpu.refusal !== undefined || (computeOn === 'cpu' && gpu.cpuRefusal === undefined);
}

/** True where the adapter is software, which the CPU itself outruns, or the CPU was chosen. */
export function hasChoiceOfDevice({ gpu, computeOn }: Device): boolean {
  return gpu.status === 'open' && !gpu.refusal && (computeOn === 'cpu' || gpu.adapter.software);
}

/** What training runs on instead of the CPU that was chosen, why, and what would help; undefined where it runs as chosen. */
export function cpuRefused({ gpu }: Pick<SessionState, 'gpu'>): string | undefined {
  if (gpu.status !== 'open' || gpu.cpuRefusal === undefined) return undefined;
  return `Training runs on WebGPU (${gpu.adapter.name}) and not on the CPU as you chose, because that does not start here. ${gpu.cpuRefusal}`;
}

/** The state with this choice where training is on that device already; undefined where it has to be opened. */
export function choiceInPlace({ gpu }: Device, on: ComputeOn): Partial<SessionState> | undefined {
  if (on !== 'gpu' || gpu.status !== 'open' || gpu.cpuRefusal === undefined) return undefined;
  const { cpuRefusal: _, ...open } = gpu;
  return { computeOn: on, gpu: open };
}

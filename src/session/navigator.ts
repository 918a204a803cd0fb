/** The navigator's part of the session: asks the train worker where time moves a segment to. */
import type { Navigation, Segment, TrainService } from '../protocol/train';
import { sentenceOfError } from './notices';
import type { GpuState } from './state';

/** `message` is one sentence. */
export type NavigationAnswer =
  { readonly ok: true; readonly navigation: Navigation } | { readonly ok: false; readonly message: string };

/** f' of one segment of the newest embedding at `seconds` [S]. While training, it is answered after the step under way. */
export async function navigate(
  gpu: GpuState,
  service: Pick<TrainService, 'navigate'>,
  runId: string,
  segment: Segment,
  seconds: Float32Array,
): Promise<NavigationAnswer> {
  if (gpu.status !== 'open')
    return { ok: false, message: 'The navigator needs the weights, and those need a GPU.' };
  try {
    return { ok: true, navigation: await service.navigate(runId, segment, seconds) };
  } catch (error) {
    return { ok: false, message: sentenceOfError(error) };
  }
}

/** How the opening of what training computes on ended, as the session has it; it never ends without a sentence. */
import type { GpuOpening } from '../protocol/train';
import { cpuRefused } from './compute_on';
import { notify, sentenceOfError } from './notices';
import type { GpuState, SessionState } from './state';
import type { Updates } from './updates';

/** Never rejects: what the worker throws is the reason. */
async function opened(call: Promise<GpuOpening>): Promise<GpuState> {
  try {
    const opening = await call;
    if (!opening.ok) {
      const { reason, message } = opening;
      return { status: 'none', reason, message };
    }
    const { adapter, refusal, cpuRefusal } = opening;
    return {
      status: 'open',
      adapter,
      ...(refusal && { refusal }),
      ...(cpuRefusal !== undefined && { cpuRefusal }),
    };
  } catch (error) {
    return { status: 'none', reason: 'failed', message: sentenceOfError(error) };
  }
}

/** True where there is a device; where it is not the one that was chosen, that is said. */
export async function takeOpening(
  updates: Updates<SessionState>,
  call: Promise<GpuOpening>,
): Promise<boolean> {
  const gpu = await opened(call);
  updates.now(() => (gpu.status === 'open' ? { gpu } : { stage: 'unavailable', gpu }));
  const refused = cpuRefused(updates.read());
  if (refused !== undefined)
    notify(updates, 'error', `${refused} Or choose WebGPU, under “What a step takes”.`);
  return gpu.status === 'open';
}

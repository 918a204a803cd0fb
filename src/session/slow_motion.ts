/** The session's part in slow motion: takes one step that tells what happens inside it, and asks what a queue holds. */
import type { StepViews, TrainService } from '../protocol/train';
import type { QueueContents, StepTrace } from '../train/trace_report';
import { sentenceOfError } from './notices';
import { allows, type Stage } from './stage';
import type { SessionState } from './state';

/** A step in slow motion with its views; `message` is one sentence. */
export type SlowStepAnswer =
  | { readonly ok: true; readonly trace: StepTrace; readonly views: StepViews | undefined }
  | { readonly ok: false; readonly message: string };

export type QueueAnswer =
  /** undefined: nothing is prepared, or the framework has no queue. */
  | { readonly ok: true; readonly contents: QueueContents | undefined }
  | { readonly ok: false; readonly message: string };

/** More views would take longer to send than to look at. */
const MOST_VIEWS = 32;

interface SlowStepInput {
  readonly read: () => Pick<SessionState, 'stage' | 'gpu' | 'plan'>;
  readonly service: Pick<TrainService, 'traceNextStep' | 'takeTrace' | 'views'>;
  /** Takes one step of all runs, as the button does. */
  readonly step: () => Promise<void>;
}

const NOT_READY = 'The GPU is being opened: wait until the runs are prepared.';

function underWay(stage: Stage): string | undefined {
  return stage === 'running' || stage === 'pausing'
    ? 'Training is under way: pause it, then take a step in slow motion.'
    : undefined;
}

/** One step of all runs, the same to the last bit as a plain one, where a plain one may be taken; weights that are being made come first. */
export async function takeSlowStep({ read, service, step }: SlowStepInput): Promise<SlowStepAnswer> {
  const { stage, gpu } = read();
  if (gpu.status !== 'open') return { ok: false, message: 'A step needs a GPU.' };
  if (!allows(stage, 'step')) return { ok: false, message: underWay(stage) ?? NOT_READY };
  try {
    // Calls to one worker arrive in order.
    service.traceNextStep();
    await step();
    const trace = await service.takeTrace();
    if (!trace) {
      // A training that waited for the same weights may have begun with them.
      const why = underWay(read().stage) ?? read().plan?.problems[0];
      return { ok: false, message: why ?? 'The step was not taken.' };
    }
    return { ok: true, trace, views: await service.views(MOST_VIEWS) };
  } catch (error) {
    return { ok: false, message: sentenceOfError(error) };
  }
}

/** The newest `most` keys of the queue of a run; while training, as it is after the step under way. */
export async function askQueue(
  { gpu, prepared }: Pick<SessionState, 'gpu' | 'prepared'>,
  service: Pick<TrainService, 'queue'>,
  runId: string,
  most: number,
): Promise<QueueAnswer> {
  if (gpu.status !== 'open' || !prepared) return { ok: true, contents: undefined };
  try {
    return { ok: true, contents: await service.queue(runId, most) };
  } catch (error) {
    return { ok: false, message: sentenceOfError(error) };
  }
}

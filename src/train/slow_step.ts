/** One step of all runs in slow motion. */
import type { BatchSource } from '../clips/batches';
import { tracedStep } from './step_trace';
import type { QueueTrace, RunTrace, StepTrace } from './trace_report';
import type { Trainer, TrainerStep } from './trainer';

type Traced = Omit<RunTrace, 'queue'>;

/** Takes the step that `trainer.step(videos)` would take, to the last bit, and tells what happened inside. */
export async function slowStep(
  trainer: Trainer,
  videos: readonly BatchSource[],
): Promise<{ result: TrainerStep; trace: StepTrace }> {
  const traced: Traced[] = [];
  const before = new Map(trainer.runIds.map((id) => [id, trainer.heldKeys(id)]));
  const result = await trainer.step(videos, async (id, run, batch, settings) => {
    const { result: taken, trace } = await tracedStep(run, batch, settings);
    traced.push({ id, ...trace });
    return taken;
  });
  const { contrast, clips } = trainer.config;
  const { step, learningRate, keyMomentum, chance } = result;
  const runs = traced.map((run) => ({ ...run, queue: queueTrace(trainer, run.id, before.get(run.id)) }));
  const { dim, lastClips } = trainer;
  const { perVideo } = clips;
  return {
    result,
    trace: { step, dim, perVideo, contrast, learningRate, keyMomentum, chance, clips: lastClips, runs },
  };
}

/** `held`: origins before the step, newest first. */
function queueTrace(
  trainer: Trainer,
  id: string,
  held: ReturnType<Trainer['heldKeys']>,
): QueueTrace | undefined {
  const after = trainer.heldKeys(id);
  if (!held || !after) return undefined;
  const entered = after.origins.flatMap((origin) => (origin?.step === trainer.steps ? [origin] : []));
  const stays = after.origins.length - entered.length;
  return { length: after.length, held: held.origins, entered, left: held.origins.slice(stays) };
}

/** Takes steps, and in slow motion the one that was asked for. */
export class SlowSteps {
  #state: StepTrace | 'asked' | undefined;

  askForNext(): void {
    this.#state = 'asked';
  }

  async step(trainer: Trainer, videos: readonly BatchSource[]): Promise<TrainerStep> {
    if (this.#state !== 'asked') return trainer.step(videos);
    const { result, trace } = await slowStep(trainer, videos);
    this.#state = trace;
    return result;
  }

  /** What the step that was asked for told: once; undefined where it was not taken, which is then no more asked for. */
  take(): Promise<StepTrace | undefined> {
    const state = this.#state;
    this.#state = undefined;
    return Promise.resolve(state === 'asked' ? undefined : state);
  }
}

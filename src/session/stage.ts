/** Where a session stands, and which command is possible there. */
import type { TrainState } from '../protocol/train';

/**
 * - `opening`: workers and GPU are being opened · `unavailable`: no GPU, so no training and no maps
 * - `preparing`: weights are being made · `ready`: untrained · `running` · `pausing`: the step under way is being finished
 * - `paused`: can go on · `stopped`: ended, kept to be looked at; the next start begins afresh · `lost`: the device is gone
 */
export type Stage =
  'opening' | 'unavailable' | 'preparing' | 'ready' | 'running' | 'pausing' | 'paused' | 'stopped' | 'lost';

export type Command = 'train' | 'pause' | 'step' | 'stop' | 'reset' | 'reopen';

const ALLOWED: Readonly<Record<Stage, readonly Command[]>> = {
  opening: [],
  unavailable: [],
  // Begun as soon as the weights are made.
  preparing: ['train', 'step'],
  ready: ['train', 'step', 'reopen'],
  running: ['pause', 'stop', 'reset'],
  pausing: ['stop', 'reset'],
  paused: ['train', 'step', 'stop', 'reset'],
  stopped: ['train', 'step', 'reset', 'reopen'],
  lost: ['reopen'],
};

export function allows(stage: Stage, command: Command): boolean {
  return ALLOWED[stage].includes(command);
}

/** True from a training's start until its end: it keeps the settings and the videos that it began with. */
export function hasBegun(stage: Stage): boolean {
  return stage === 'running' || stage === 'pausing' || stage === 'paused';
}

/** True where a start makes or takes new weights, so that whatever stands against the settings stands against it. */
export function startsAfresh(stage: Stage): boolean {
  return stage === 'preparing' || stage === 'ready' || stage === 'stopped';
}

/** What the train worker's report makes of the stage. `pausing` and `stopped` are the session's own and outlive reports that say less. */
export function stageAfter(stage: Stage, reported: TrainState): Stage {
  if (stage === 'lost' || reported === 'lost') return 'lost';
  if (stage === 'unavailable') return stage;
  if (stage === 'pausing' && reported === 'running') return 'pausing';
  if (stage === 'stopped' && reported === 'paused') return 'stopped';
  // Nothing could be made: the notice says why, and a changed setting tries again.
  if (reported === 'empty') return stage === 'opening' ? 'opening' : 'stopped';
  return reported;
}

/** Seconds of a step that nobody should have to wait for when they end it. */
const LONG_STEP = 10;

/** True while a first step is under way that lasts: nothing is lost when it is broken off, with the worker that takes it. */
export function mayBreakOff({
  stage,
  step,
  plan,
}: {
  readonly stage: Stage;
  readonly step: number;
  readonly plan: { readonly secondsPerStep: number } | undefined;
}): boolean {
  const isUnderWay = stage === 'running' || stage === 'pausing';
  return isUnderWay && step === 0 && plan !== undefined && plan.secondsPerStep > LONG_STEP;
}

/** True where the weights on show (if any) are those of step 0, so that a changed setting may simply make new ones. */
export function isUntrained(stage: Stage, step: number): boolean {
  return (
    step === 0 && (stage === 'opening' || stage === 'preparing' || stage === 'ready' || stage === 'stopped')
  );
}

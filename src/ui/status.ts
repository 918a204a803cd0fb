/** What is going on, in one sentence. */
import type { SessionState } from '../session/state';
import { isAwaited } from '../session/embedded';
import { underWay } from '../session/queue_items';
import { sameTraining } from '../session/settings';
import { mayBreakOff } from '../session/stage';
import { runNameOf } from '../time/config';
import { count, duration } from './format';

type StatusState = Pick<
  SessionState,
  | 'stage'
  | 'progress'
  | 'step'
  | 'builtin'
  | 'embedding'
  | 'trainOn'
  | 'library'
  | 'gpu'
  | 'plan'
  | 'prepared'
  | 'mapVideoIds'
> &
  Partial<
    Pick<
      SessionState,
      | 'initialEncoder'
      | 'kernels'
      | 'behind'
      | 'queue'
      | 'probing'
      | 'secondsPerStep'
      | 'deviceBytes'
      | 'starting'
      | 'config'
    >
  >;

/** Seconds of something under way while it trains that is worth a word. */
const LASTS = 5;

/** `Embedding segments: 32 of 80, about 6 s left.` */
export function progressSentence(progress: NonNullable<SessionState['progress']>): string {
  const { what, done, total, secondsLeft } = progress;
  if (total === 0) return `${what} …`;
  const left = secondsLeft === undefined || done >= total ? '' : `, about ${duration(secondsLeft)} left`;
  // `Catching up: base, step` goes on as a sentence.
  const counted = what.includes(':') ? what : `${what}:`;
  return `${counted} ${count(done)} of ${count(total)}${left}.`;
}

/** `V1 addition has caught up to step 12 of 40`; undefined where all runs are in lock-step. */
export function behindClause({ behind }: Pick<StatusState, 'behind'>): string | undefined {
  if (!behind) return undefined;
  const names = behind.ids.map(runNameOf).join(' and ');
  return `${names} ${behind.ids.length > 1 ? 'have' : 'has'} caught up to step ${count(behind.step)} of ${count(behind.of)}`;
}

/** `Queue, training 2 of 3: `; empty where what is trained is not of the queue. */
function turnOf(queue: SessionState['queue']): string {
  const at = queue.findIndex(({ state }) => state === 'training');
  return at < 0 ? '' : `Queue, training ${at + 1} of ${queue.length}: `;
}

/** Why the step under way lasts, where that is known; with its space. */
function slowStep(state: StatusState): string {
  const { step, gpu, plan, deviceBytes, secondsPerStep } = state;
  // Told from the second step on.
  if (secondsPerStep !== undefined || gpu.status !== 'open') return '';
  // Told by the first step that the page saw: kernels were compiled then.
  const isFirst = deviceBytes === undefined;
  if (step > 0 && !isFirst) return '';
  if (gpu.refusal) return plan ? ` A step takes about ${duration(plan.secondsPerStep)} on the CPU.` : '';
  if (mayBreakOff(state))
    return ` The first step takes about ${duration(plan!.secondsPerStep)}, and what compiling its kernels takes; Stop ends it at once.`;
  return step === 0 && isFirst
    ? ' The first step compiles its kernels and takes longer than those after it.'
    : ' Kernels that were not used before are compiled, so that this step may take longer.';
}

/** What a training of the queue still does when its steps are taken. */
function afterSteps({ step, probing }: StatusState): string {
  const clips =
    probing && probing.total > 0 ? `: ${count(probing.done)} of ${count(probing.total)} clips` : '';
  return `all ${count(step)} steps taken, ${probing ? `probes are measured${clips}` : 'maps and probes come next'}.`;
}

/** True where the weights that there are are of other settings. */
function isOfOtherSettings({ prepared, config }: StatusState): boolean {
  return prepared !== undefined && config !== undefined && !sameTraining(prepared.config, config.train);
}

/** What is too large is not made, and what may be is not made by itself; undefined where neither is so. */
function notMade({ plan }: StatusState): string | undefined {
  if (plan?.refusal !== undefined) return `Nothing is made of these settings. ${plan.refusal}`;
  if (plan?.question === undefined) return undefined;
  return `Nothing is made of these settings yet. ${plan.question} Train asks once more.`;
}

export function statusSentence(state: StatusState): string {
  const { stage, progress, step, builtin, behind, queue = [] } = state;
  if (stage === 'running') {
    if (behind) return progress ? progressSentence(progress) : 'Catching up …';
    const item = underWay(queue);
    const { kernels } = state;
    // The maps of a large encoder take longer than a step.
    const maps = progress && (progress.secondsLeft ?? 0) > LASTS ? ` ${progressSentence(progress)}` : '';
    const measuring =
      kernels?.status === 'measuring'
        ? ` Measuring kernels between steps, ${count(kernels.done)} of ${count(kernels.total)} tilings.`
        : '';
    return item
      ? `${turnOf(queue)}step ${count(step)} of ${count(item.steps)}.${maps || measuring}${slowStep(state)}`
      : `Training, step ${count(step)}.${maps || measuring}${slowStep(state)}`;
  }
  if (state.starting) {
    const first = stage === 'preparing' ? 'Making the initial weights …' : '';
    const what = turnOf(queue) ? `${turnOf(queue)}it starts.` : 'Training starts.';
    return `${what} ${progress ? progressSentence(progress) : first}`.trim();
  }
  if (progress) return progressSentence(progress);
  switch (stage) {
    case 'opening':
      return builtin.status === 'rendering'
        ? `Rendering the built-in set: ${builtin.done} of ${builtin.total}; the GPU comes next.`
        : 'Opening the GPU …';
    case 'unavailable':
      return 'Neither GPU nor CPU: the library works, training and maps do not.';
    case 'preparing':
      return 'Making the initial weights …';
    case 'ready':
      if (builtin.status === 'rendering' && state.trainOn === 'builtin') {
        return `Rendering the built-in set: ${builtin.done} of ${builtin.total}.`;
      }
      if (isOfOtherSettings(state)) {
        const sentence = notMade(state);
        if (sentence !== undefined) return sentence;
      }
      // Maps and scores are still those of before.
      if (isAwaited(state)) return 'Embedding the clips ticked for the maps …';
      return `Ready: the encoder is ${state.initialEncoder ? `that of ${state.initialEncoder.name}` : 'untrained'}.${state.plan?.problems[0] ? ` ${state.plan.problems[0]}` : ''}`;
    case 'pausing':
      if (mayBreakOff(state))
        return `Finishing step ${count(step + 1)}, which takes about ${duration(state.plan!.secondsPerStep)}; Stop ends it at once.`;
      return behind ? 'Finishing the step under way …' : `Finishing step ${count(step + 1)} …`;
    case 'paused': {
      const clause = behindClause(state);
      const item = underWay(queue);
      if (item && step >= item.steps) return `${turnOf(queue)}${afterSteps(state)}`;
      const where = item
        ? `${turnOf(queue)}paused at step ${count(step)} of ${count(item.steps)}`
        : `Paused at step ${count(step)}`;
      return `${where}${clause ? `; ${clause}` : ''}.`;
    }
    case 'stopped':
      return step > 0
        ? `Stopped at step ${count(step)}; Train begins afresh, with new weights.`
        : (notMade(state) ?? 'Nothing is prepared: change a setting or reset.');
    case 'lost':
      return 'The GPU was lost.';
  }
}

/** What stands in a map that has no points yet. */
export function emptyMapSentence(state: StatusState): string {
  const { stage, progress, builtin, trainOn, library, gpu } = state;
  if (stage === 'unavailable') return 'No map: neither the GPU nor the CPU could be opened.';
  if (stage === 'lost') return gpu.status === 'lost' ? 'No map: the GPU was lost.' : 'No map.';
  if (stage === 'opening') return 'Opening the GPU …';
  if (progress) return progressSentence(progress);
  const clause = behindClause(state);
  if (clause) return `Not in lock-step, so no map yet: ${clause}.`;
  const ready = library.filter((video) => video.source === trainOn && video.state.status === 'ready').length;
  if (trainOn === 'builtin' && builtin.status === 'rendering') {
    return `Rendering the built-in set: ${builtin.done} of ${builtin.total}.`;
  }
  if (stage === 'stopped' && !state.prepared) return 'No map: nothing is made of these settings yet.';
  if (ready === 0) return 'No video is ready: add files to see their map.';
  return state.embedding ? 'Laying out the points …' : 'Embedding segments with the untrained encoder …';
}

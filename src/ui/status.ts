/** What is going on, in one sentence. */
import type { SessionState } from '../session/state';
import { isAwaited } from '../session/embedded';
import { underWay } from '../session/queue_items';
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
      'initialEncoder' | 'kernels' | 'behind' | 'queue' | 'probing' | 'secondsPerStep' | 'deviceBytes'
    >
  >;

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
function slowStep({ step, gpu, plan, deviceBytes, secondsPerStep }: StatusState): string {
  // Told from the second step on.
  if (secondsPerStep !== undefined || gpu.status !== 'open') return '';
  // Told by the first step that the page saw: kernels were compiled then.
  const isFirst = deviceBytes === undefined;
  if (step > 0 && !isFirst) return '';
  if (gpu.refusal) return plan ? ` A step takes about ${duration(plan.secondsPerStep)} on the CPU.` : '';
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

export function statusSentence(state: StatusState): string {
  const { stage, progress, step, builtin, behind, queue = [] } = state;
  if (stage === 'running') {
    if (behind) return progress ? progressSentence(progress) : 'Catching up …';
    const item = underWay(queue);
    const { kernels } = state;
    const measuring =
      kernels?.status === 'measuring'
        ? ` Measuring kernels between steps, ${count(kernels.done)} of ${count(kernels.total)} tilings.`
        : '';
    return item
      ? `${turnOf(queue)}step ${count(step)} of ${count(item.steps)}.${measuring}${slowStep(state)}`
      : `Training, step ${count(step)}.${measuring}${slowStep(state)}`;
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
      // Maps and scores are still those of before.
      if (isAwaited(state)) return 'Embedding the clips ticked for the maps …';
      return `Ready: the encoder is ${state.initialEncoder ? `that of ${state.initialEncoder.name}` : 'untrained'}.${state.plan?.problems[0] ? ` ${state.plan.problems[0]}` : ''}`;
    case 'pausing':
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
        : 'Nothing is prepared: change a setting or reset.';
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
  if (ready === 0) return 'No video is ready: add files to see their map.';
  return state.embedding ? 'Laying out the points …' : 'Embedding segments with the untrained encoder …';
}

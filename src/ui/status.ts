/** What is going on, in one sentence. */
import type { SessionState } from '../session/state';
import { count, duration } from './format';

type StatusState = Pick<
  SessionState,
  'stage' | 'progress' | 'step' | 'builtin' | 'embedding' | 'trainOn' | 'library' | 'gpu' | 'plan'
> &
  Partial<Pick<SessionState, 'initialEncoder'>>;

/** `Embedding segments: 32 of 80, about 6 s left.` */
export function progressSentence(progress: NonNullable<SessionState['progress']>): string {
  const { what, done, total, secondsLeft } = progress;
  if (total === 0) return `${what} …`;
  const left = secondsLeft === undefined || done >= total ? '' : `, about ${duration(secondsLeft)} left`;
  return `${what}: ${count(done)} of ${count(total)}${left}.`;
}

export function statusSentence(state: StatusState): string {
  const { stage, progress, step, builtin } = state;
  if (stage === 'running') return `Training, step ${count(step)}.`;
  if (progress) return progressSentence(progress);
  switch (stage) {
    case 'opening':
      return 'Opening the GPU …';
    case 'unavailable':
      return 'Neither GPU nor CPU: the library works, training and maps do not.';
    case 'preparing':
      return 'Making the initial weights …';
    case 'ready':
      if (builtin.status === 'rendering' && state.trainOn === 'builtin') {
        return `Rendering the built-in set: ${builtin.done} of ${builtin.total}.`;
      }
      return `Ready: the encoder is ${state.initialEncoder ? `that of ${state.initialEncoder.name}` : 'untrained'}.${state.plan?.problems[0] ? ` ${state.plan.problems[0]}` : ''}`;
    case 'pausing':
      return `Finishing step ${count(step + 1)} …`;
    case 'paused':
      return `Paused at step ${count(step)}.`;
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
  const ready = library.filter((video) => video.source === trainOn && video.state.status === 'ready').length;
  if (trainOn === 'builtin' && builtin.status === 'rendering') {
    return `Rendering the built-in set: ${builtin.done} of ${builtin.total}.`;
  }
  if (ready === 0) return 'No video is ready: add files to see their map.';
  return state.embedding ? 'Laying out the points …' : 'Embedding segments with the untrained encoder …';
}

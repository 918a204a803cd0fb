/** What a study says while it runs: one line for each thing worth a line. */
import { latest } from '../session/curves';
import type { SessionState } from '../session/state';
import { runId } from '../time/config';
import { duration } from '../ui/format';
import type { StudyRequest } from './report';

/** Seconds between two lines about the same thing. */
const PACE = 1;

function libraryLine({ library, builtin }: SessionState): string | undefined {
  if (builtin.status === 'rendering') return `rendering videos ${builtin.done}/${builtin.total}`;
  const pending = library.filter(({ state }) => state.status === 'waiting' || state.status === 'decoding');
  return pending.length > 0
    ? `decoding videos ${library.length - pending.length}/${library.length}`
    : undefined;
}

function stepLine(state: SessionState, request: StudyRequest): string | undefined {
  const { step, secondsPerStep, curves, prepared } = state;
  // Not the seed of the settings: that is the next one's before its weights are made.
  const seed = prepared?.config.seed;
  if (step === 0 || seed === undefined) return undefined;
  const losses = request.config.train.runs.map((run) => {
    const loss = latest(curves, runId(run))?.loss;
    return `${runId(run)} ${loss === undefined ? '…' : loss.toFixed(3)}`;
  });
  const seedsLeft = request.seeds.length - 1 - request.seeds.indexOf(seed);
  const stepsLeft = request.steps - step + seedsLeft * request.steps;
  const pace =
    secondsPerStep === undefined
      ? ''
      : `, ${secondsPerStep.toFixed(2)} s/step, ${duration(stepsLeft * secondsPerStep)} left`;
  return `seed ${seed}, step ${step}/${request.steps}: loss ${losses.join(', ')}${pace}`;
}

/** Gives a line for a state when there is something new to say and the last line is old enough, or when a training ended. */
export function progressLines(
  request: StudyRequest,
  now: () => number,
): (state: SessionState) => string | undefined {
  let last = '';
  let at = -Infinity;
  /** What was said of last steps: each is said once, whatever comes after it. */
  const ends = new Set<string>();
  return (state) => {
    const { progress, stage, step } = state;
    const doing =
      progress && progress.total > 0 ? `${progress.what} ${progress.done}/${progress.total}` : undefined;
    const line = libraryLine(state) ?? (stage === 'running' ? stepLine(state, request) : doing);
    const ended = stage !== 'running' && step === request.steps ? stepLine(state, request) : undefined;
    const isNew = ended !== undefined && !ends.has(ended) && doing === undefined;
    const next = isNew ? ended : line;
    if (next === undefined || next === last) return undefined;
    if (!isNew && now() - at < PACE) return undefined;
    if (step === request.steps) ends.add(next);
    last = next;
    at = now();
    return next;
  };
}

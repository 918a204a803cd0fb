/** The first steps: what each asks for, and how the page tells that it was done. */
import { isReady } from '../../session/library';
import type { SessionState } from '../../session/state';
import type { PointerHint } from '../pointer_hints';

export type StepName = 'clips' | 'train' | 'compare' | 'navigate';

export interface Step {
  readonly name: StepName;
  readonly title: string;
  /** What there is to do; or the hint that says it for a mouse and for fingers. */
  readonly text: string | { readonly hint: PointerHint };
}

/** Steps of training after which a difference can be seen at all. */
const ENOUGH = 10;

export const STEPS: readonly Step[] = [
  {
    name: 'clips',
    title: 'Clips',
    text: { hint: 'guideClips' },
  },
  {
    name: 'train',
    title: 'Train',
    text: `Press Train and let ${ENOUGH} steps pass: base and V3 learn from the same batches.`,
  },
  {
    name: 'compare',
    title: 'f beside f′',
    text: { hint: 'guideCompare' },
  },
  {
    name: 'navigate',
    title: 'Drag t',
    text: 'Open the time navigator under the maps, drag t of one clip, and watch its f′ move while f stays.',
  },
];

type Seen = Pick<SessionState, 'library' | 'trainOn' | 'step' | 'embedding'> & {
  /** A segment of a map is pointed at. */
  readonly pointsAt: boolean;
  /** t was moved in the navigator. */
  readonly dragged: boolean;
};

/** Steps that are done as the page is now; what was done once stays done. */
export function doneNow({ library, trainOn, step, embedding, pointsAt, dragged }: Seen): StepName[] {
  const ready = library.filter((video) => video.source === trainOn && isReady(video)).length;
  const done: StepName[] = [];
  // Two videos are the least that can be told apart.
  if (ready >= 2) done.push('clips');
  if (step >= ENOUGH) done.push('train');
  if (pointsAt && embedding && embedding.step > 0) done.push('compare');
  if (dragged) done.push('navigate');
  return done;
}

/** What the gestures of an action add to somebody who stands: hands, head, trunk and a step aside at a second. */
import type { Action, Gesture } from './action';
import { mix, sine, smooth } from './arithmetic';

/** Where a hand goes, from its shoulder, in heights: away from the body, up, to the front. */
type Reach = readonly [number, number, number];

export interface Posture {
  /** Left, right; `share` 0 leaves the hand where it hangs. `elbow`: 1 points it away from the body, 0 down and back. */
  readonly hands: readonly [Hand, Hand];
  /** Turns: trunk forwards; head to the right, and down. */
  readonly lean: number;
  readonly headTurn: number;
  readonly nod: number;
  /** Heights, to the right; feet: left, right, and how far each is off the floor. */
  readonly aside: number;
  readonly feetAside: readonly [number, number];
  readonly lifts: readonly [number, number];
}

interface Hand {
  readonly reach: Reach;
  readonly share: number;
  readonly elbow: number;
}

type Draft = { -readonly [K in keyof Posture]: Posture[K] };

/** Seconds in which a gesture comes and goes. */
const ONSET = 0.28;
const HANGING: Hand = { reach: [0, -0.3, 0], share: 0, elbow: 0 };

export function postureAt(action: Action, second: number): Posture {
  const draft: Draft = {
    hands: [HANGING, HANGING],
    lean: 0,
    headTurn: 0,
    nod: 0,
    aside: 0,
    feetAside: [0, 0],
    lifts: [0, 0],
  };
  for (const gesture of action.gestures) {
    const since = second - gesture.start;
    if (since <= 0 || since >= gesture.duration) continue;
    GESTURES[gesture.kind](draft, gesture, since);
  }
  return draft;
}

const GESTURES: Readonly<Record<Gesture['kind'], (draft: Draft, gesture: Gesture, since: number) => void>> = {
  wave(draft, gesture, since) {
    hand(draft, gesture.side, [0.14 + 0.08 * sine(since * 1.9), 0.23, 0.06], shareOf(gesture, since), 1);
  },
  look(draft, gesture, since) {
    const across = sine(since / gesture.duration) * gesture.side;
    draft.headTurn += 0.17 * across * shareOf(gesture, since);
  },
  hips(draft, gesture, since) {
    for (const side of [-1, 1] as const) hand(draft, side, [0, -0.26, 0.02], shareOf(gesture, since), 1);
  },
  stretch(draft, gesture, since) {
    const share = shareOf(gesture, since);
    for (const side of [-1, 1] as const) hand(draft, side, [0.1, 0.29, 0], share, 1);
    draft.lean -= 0.02 * share;
    draft.nod -= 0.03 * share;
  },
  phone(draft, gesture, since) {
    const share = shareOf(gesture, since);
    hand(draft, gesture.side, [-0.06, -0.02, 0.17], share, 0.3);
    draft.nod += 0.07 * share;
  },
  scratch(draft, gesture, since) {
    const share = shareOf(gesture, since);
    hand(draft, gesture.side, [-0.04, 0.14 + 0.015 * sine(since * 3), 0.03], share, 1);
    draft.nod += 0.03 * share;
    draft.headTurn -= 0.04 * gesture.side * share;
  },
  point(draft, gesture, since) {
    const share = shareOf(gesture, since);
    hand(draft, gesture.side, [0.2, 0.04, 0.22], share, 0.3);
    draft.headTurn += 0.08 * gesture.side * share;
  },
  step(draft, gesture, since) {
    const { side, duration } = gesture;
    // Out and back again: the foot on that side goes first, the other follows, then the other way round.
    const at = since / duration;
    const outward = (from: number) => smooth((at - from) / 0.22) - smooth((at - 0.5 - from) / 0.22);
    const [first, second] = [outward(0.02), outward(0.24)];
    const lifted = (share: number) => 0.16 * share * (1 - share);
    const width = 0.085 * side;
    draft.aside += (width * (first + second)) / 2;
    draft.feetAside = side < 0 ? [width * first, width * second] : [width * second, width * first];
    draft.lifts = side < 0 ? [lifted(first), lifted(second)] : [lifted(second), lifted(first)];
  },
  bow(draft, gesture, since) {
    const share = smooth(since / 0.4) * smooth((gesture.duration - since) / 0.4);
    draft.lean += 0.14 * share;
    draft.nod += 0.05 * share;
  },
};

const shareOf = (gesture: Gesture, since: number) =>
  smooth(since / ONSET) * smooth((gesture.duration - since) / ONSET);

function hand(draft: Draft, side: -1 | 1, reach: Reach, share: number, elbow: number): void {
  const index = side < 0 ? 0 : 1;
  const before = draft.hands[index];
  // Of two gestures that overlap, the stronger one leads.
  const weight = share / (share + before.share + 1e-9);
  const now: Hand = {
    reach: [
      mix(before.reach[0], reach[0], weight),
      mix(before.reach[1], reach[1], weight),
      mix(before.reach[2], reach[2], weight),
    ],
    share: Math.max(share, before.share),
    elbow: mix(before.elbow, elbow, weight),
  };
  draft.hands = index === 0 ? [now, draft.hands[1]] : [draft.hands[0], now];
}

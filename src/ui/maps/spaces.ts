/** The four spaces of a map: what each is called, what it is, and which runs have it. */
import { TIME_VARIANTS, type RunConfig } from '../../time/config';
import type { Space } from '../../session/state';

interface SpaceText {
  readonly symbol: string;
  readonly kind: string;
  readonly spoken: string;
  /** One sentence: how to take what is seen, once there was a step; `encoder`: what it was before. */
  readonly note: (encoder: string) => string;
  /** What stands below its scores, beside the encoder of before the first step: the same number where t is dealt out anew, held still, or all there is. */
  readonly controls: readonly string[];
}

const NOT_GIVEN_TIME = ['shuffled t'];

export const SPACE_TEXTS: Readonly<Record<Space, SpaceText>> = {
  f: {
    symbol: 'f',
    kind: 'time-invariant',
    spoken: 'f, time-invariant',
    note: (encoder) =>
      `f is not given t: order beyond that of ${encoder} and the controls would be a finding.`,
    controls: NOT_GIVEN_TIME,
  },
  fPrime: {
    symbol: 'f′',
    kind: 'time-aware',
    spoken: 'f prime, time-aware',
    note: (encoder) => `f′ is given t: its order alone proves nothing, be it far beyond that of ${encoder}.`,
    controls: ['shuffled t', 'constant t', 't alone'],
  },
  encoded: {
    symbol: 'f D Dᵀ',
    kind: 'along the directions',
    spoken: 'time-encoded component of f',
    note: () => 'Time-encoded component: f in the span of the directions; not given t.',
    controls: NOT_GIVEN_TIME,
  },
  invariant: {
    symbol: 'f − f D Dᵀ',
    kind: 'across the directions',
    spoken: 'time-invariant component of f',
    note: () => 'Time-invariant component: the rest of f; not given t.',
    controls: NOT_GIVEN_TIME,
  },
};

/** Why a run has no map of a space; undefined where it has one. */
export function reasonWithout({ variant }: RunConfig, space: Space): string | undefined {
  const { name, hasDirections } = TIME_VARIANTS[variant];
  if (space === 'fPrime' && variant === 'base') {
    return 'f′ = f for base: it has no time module, so the map of f is both.';
  }
  if ((space === 'encoded' || space === 'invariant') && !hasDirections) {
    return `${name} has no directions, so its f has no such components.`;
  }
  return undefined;
}

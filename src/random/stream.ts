/** Seeded random numbers: a stream is named by whole numbers, so any draw can be made again alone. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface RandomStream {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Standard normal. */
  normal(): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** 0 … count − 1 in random order. */
  permutation(count: number): number[];
}

/** What a stream is for, as the first number of its name: two purposes never share numbers. */
export const PURPOSE = { weights: 1, batch: 2, view: 3, map: 4, score: 5, scene: 6 } as const;

/** Mixes the name into 32 bits; neighbouring names give unrelated seeds (murmur3's mixing and finaliser). */
function mix(name: readonly number[]): number {
  let h = 0x9747b28c;
  for (const part of name) {
    let k = Math.imul(part | 0, 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    h ^= k;
    h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  }
  h ^= name.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** The stream named by `name`, e.g. (PURPOSE.view, seed, step, video, clip). The same name gives the same numbers. */
export function randomStream(...name: number[]): RandomStream {
  const generator = xoroshiro128plus(mix(name));
  const uniform = () => uniformFloat64(generator);
  let spare: number | undefined;
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    normal() {
      if (spare !== undefined) {
        const kept = spare;
        spare = undefined;
        return kept;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    chance: (probability) => uniform() < probability,
    permutation(count) {
      const order = Array.from({ length: count }, (_, i) => i);
      for (let i = count - 1; i > 0; i--) {
        const j = Math.floor(uniform() * (i + 1));
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      return order;
    },
  };
}

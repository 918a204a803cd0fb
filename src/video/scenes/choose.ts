/** Random choices that a set of scenes is made of. */
import { PURPOSE, randomStream, type RandomStream } from '../../random/stream';

/** What the numbers of PURPOSE.scene are drawn for. */
export const DRAW = { deal: 0, room: 1, person: 2, camera: 3, take: 4, grain: 5 } as const;

/** One of `of`, all equally probable. */
export function pick<T>(random: RandomStream, of: readonly T[]): T {
  return of[Math.floor(random.uniform() * of.length)]!;
}

/** A whole number for whatever is hashed later. */
export const newSeed = (random: RandomStream) => Math.floor(random.uniform() * 65536);

/**
 * Deals 0 … count − 1 like cards: `count` neighbouring numbers (0 … count − 1, count … 2·count − 1, …) get each once,
 * in an order of its own for every `what`. So a small set already shows every kind.
 */
export function deal(seed: number, what: number, number: number, count: number): number {
  const round = Math.floor(number / count);
  const order = randomStream(PURPOSE.scene, seed, DRAW.deal, what, round).permutation(count);
  return order[number % count]!;
}

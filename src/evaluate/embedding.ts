/** Scores of an embedding: how well time can be read off f, f' and the components of every run, and whether its order is there. */
import type { RunEmbedding, Segment } from '../protocol/train';
import type { Embedding } from '../train/embedder';
import { orderScore } from './order';
import type { Measured } from './score';
import { timeScore } from './time';

export type Scores = RunEmbedding['scores'];

/** The score takes a second or more beyond, for 512 dimensions; f and f' have theirs at any number. */
const MOST_SCORED_OF_COMPONENTS = 640;

/** Features [N,dim] of each run, in the order of `segments`, with their scores. `seed`: of folds, shuffles and intervals. */
export function scoredEmbedding(
  embeddings: readonly Embedding[],
  segments: readonly Segment[],
  { dim, seed }: { readonly dim: number; readonly seed: number },
): RunEmbedding[] {
  const n = segments.length;
  const t = Float64Array.from(segments, ({ start }) => start);
  const videos = segments.map(({ videoId }) => videoId);
  return embeddings.map(({ id, f, fPrime, fPrimeAtConstantT, components }) => {
    const scoreOf = (features: Float32Array) => timeScore(features, n, dim, t, videos, { seed });
    const orderOf = (features: Float32Array) => orderScore(features, n, dim, t, videos, { seed });
    const ofComponent = (score: () => Measured): Measured =>
      n <= MOST_SCORED_OF_COMPONENTS
        ? score()
        : { kind: 'none', reason: `scored up to ${MOST_SCORED_OF_COMPONENTS} segments` };
    const controls = [{ name: 'constant t', features: fPrimeAtConstantT }];
    return {
      id,
      dim,
      f,
      fPrime,
      encoded: components?.encoded,
      invariant: components?.invariant,
      scores: {
        f: scoreOf(f),
        fPrime: timeScore(fPrime, n, dim, t, videos, { seed, controls }),
        ...(components && {
          encoded: ofComponent(() => scoreOf(components.encoded)),
          invariant: ofComponent(() => scoreOf(components.invariant)),
        }),
        order: {
          f: orderOf(f),
          // f' of base is f, and given nothing.
          fPrime: orderScore(
            fPrime,
            n,
            dim,
            t,
            videos,
            id === 'base' ? { seed } : { seed, controls, givenTime: true },
          ),
          ...(components && {
            encoded: ofComponent(() => orderOf(components.encoded)),
            invariant: ofComponent(() => orderOf(components.invariant)),
          }),
        },
      },
    };
  });
}

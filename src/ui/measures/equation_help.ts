/** What the letters in the equations of the time variants are. */
import type { TimeVariant } from '../../time/config';

const F = 'f: the feature of a segment, f′: the same at its start second t.';
const EPSILON = 'the time encoder makes of t and f, ε = MLP([MLP(t), f]) (Eq. 2)';
const DIRECTIONS =
  'D_t: M directions in its columns, learnt and the same for all clips, orthonormal where the run is orthogonal (Eq. 1).';

export const EQUATION_HELP: Readonly<Record<TimeVariant, string>> = {
  base: `${F} base has no time module: t is not used.`,
  addition: `${F} ε: a shift that ${EPSILON}.`,
  attention: `${F} ${DIRECTIONS} ε: a weight for each direction, which ${EPSILON}; ⊙ multiplies dimension by dimension.`,
  transform: `${F} ${DIRECTIONS} ε: how far f moves along each direction, which ${EPSILON}.`,
  cate: `${F} A small Transformer of f and t says how far f moves in all D dimensions.`,
};

/** How the channels and positions of a batch norm are dealt out to workgroups. */
import type * as tf from '@tensorflow/tfjs';
import { WORKGROUP, widthOf, type Width } from './program';

export interface NormGeometry {
  readonly channels: number;
  readonly width: Width;
  /** Array elements of one position: channels / width. */
  readonly vectors: number;
  /** N = B·T·H·W. */
  readonly positions: number;
  /** Lanes side by side over vectors, and over positions; their product is the workgroup. */
  readonly columns: number;
  readonly rows: number;
  /** Workgroups side by side over vectors. */
  readonly tiles: number;
  /** Into which the positions are split for the reductions. */
  readonly parts: number;
  /** Into which they are split where every element is written. */
  readonly strips: number;
}

/** Workgroups of a reduction: enough to keep a graphics card busy, few enough that their results are quickly added. */
const MOST_GROUPS = 128;
/** Positions that a lane takes at the least: short sums make small errors, long ones few parts. */
const POSITIONS_PER_LANE = 16;

/** x [..., C]. */
export function normGeometry(x: tf.TensorInfo): NormGeometry {
  const channels = x.shape[x.shape.length - 1]!;
  const width = widthOf(channels);
  const vectors = channels / width;
  const positions = x.shape.slice(0, -1).reduce((a, b) => a * b, 1);
  let columns = 1;
  while (columns < vectors && columns < WORKGROUP) columns *= 2;
  const rows = WORKGROUP / columns;
  const tiles = Math.ceil(vectors / columns);
  const strips = Math.ceil(positions / (rows * POSITIONS_PER_LANE));
  const parts = Math.min(strips, Math.max(1, Math.floor(MOST_GROUPS / tiles)));
  return { channels, width, vectors, positions, columns, rows, tiles, parts, strips };
}

/** The uniforms of every program here; `split` is parts or strips. */
export function normUniforms(
  { vectors, positions, tiles, parts }: NormGeometry,
  split: number,
): Record<string, number> {
  return { vectors, positions, tiles, parts, stretch: Math.ceil(positions / split) };
}

/** Names the code that a geometry gives. */
export function normKey({ columns }: NormGeometry): string {
  return `${columns}`;
}

/** The type of one array element. */
export function normElement({ width }: NormGeometry): string {
  return width === 4 ? 'vec4<f32>' : 'f32';
}

/**
 * Declares, from `group` and `lane`: vector `c` and whether it `exists`, the lane's `row`, the workgroup's `part` and its
 * positions begin … end. A vector that does not exist reads the last one and writes nothing.
 */
export function laneCode({ columns }: NormGeometry): string {
  return `
      let part = group / uniforms.tiles;
      let column = lane % ${columns};
      let row = lane / ${columns};
      let place = group % uniforms.tiles * ${columns} + column;
      let exists = place < uniforms.vectors;
      let c = min(place, uniforms.vectors - 1);
      let begin = part * uniforms.stretch;
      let end = min(begin + uniforms.stretch, uniforms.positions);`;
}

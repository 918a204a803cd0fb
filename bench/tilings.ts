/** Rates of every tiling of one layer: what the defaults of src/gpu/conv3d_*.ts are chosen by. */
import * as tf from '@tensorflow/tfjs';
import { convFilterGradient } from '../src/gpu/conv3d_filter_gradient';
import { convForward } from '../src/gpu/conv3d_forward';
import { convInputGradient } from '../src/gpu/conv3d_input_gradient';
import { webgpuBackend } from '../src/gpu/program';
import { flopsOf, shapeText, type Layer } from './layers';
import type { TilingRow } from './report';
import { tfjsMilliseconds } from './timing';

const POSITIONS = [4, 8];
const VECTORS = [1, 2, 4];
const CHUNKS = [1, 2];
const ROWS = [4, 8, 16];

export async function tilingRows(layer: Layer): Promise<TilingRow[]> {
  const { geometry } = layer;
  const { batch, input, output, kernel, inChannels, outChannels } = geometry;
  const backend = webgpuBackend('bench');
  const x = tf.randomNormal<tf.Rank.R5>([batch, ...input, inChannels]);
  const filter = tf.randomNormal<tf.Rank.R5>([...kernel, inChannels, outChannels]);
  const dy = tf.randomNormal<tf.Rank.R5>([batch, ...output, outChannels]);
  const rows: TilingRow[] = [];
  const measure = async (pass: TilingRow['pass'], tiling: string, work: () => tf.TensorInfo) => {
    const ms = await tfjsMilliseconds(() => tf.engine().makeTensorFromTensorInfo(work()));
    rows.push({ shape: shapeText(layer), pass, tiling, gflops: flopsOf(geometry) / ms / 1e6 });
  };
  for (const vectors of VECTORS) {
    for (const chunks of CHUNKS) {
      for (const positions of POSITIONS) {
        const tiling = { positions, vectors, chunks };
        const named = `${positions} positions x ${vectors * 4} channels, ${chunks * 4} a turn`;
        if (vectors * 4 <= outChannels)
          await measure('forward', named, () => convForward(backend, x, filter, geometry, tiling));
        if (vectors * 4 <= inChannels)
          await measure('input', named, () => convInputGradient(backend, dy, filter, geometry, tiling));
      }
    }
    for (const lines of ROWS) {
      if (vectors * 4 > outChannels || lines > inChannels) continue;
      const tiling = { rows: lines, vectors };
      await measure('filter', `${lines} rows x ${vectors * 4} channels`, () =>
        convFilterGradient(backend, x, dy, geometry, tiling),
      );
    }
  }
  tf.dispose([x, filter, dy]);
  return rows;
}

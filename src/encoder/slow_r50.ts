/** slow_r50 as in pytorchvideo (Feichtenhofer 2019, 2021): bottlenecks Tx1x1, 1x3x3, 1x1x1, never strided in time. The paper's R3D-50. */
import { convNorm, scaled, type EncoderSpec, type ResidualBlock } from './spec';

const EXPANSION = 4;
/** Temporal extent of the first convolution of a bottleneck, per stage. */
const TEMPORAL_KERNEL = [1, 1, 3, 3];

export function slowR50(width: number, blocks: readonly number[] = [3, 4, 6, 3]): EncoderSpec {
  const stem = convNorm('blocks.0.conv', 'blocks.0.norm', 3, scaled(64, width), [1, 7, 7], [1, 2, 2]);
  const residual: ResidualBlock[] = [];
  let channels = stem.outChannels;
  blocks.forEach((count, stage) => {
    const inner = scaled(64 * 2 ** stage, width);
    const out = scaled(64 * 2 ** stage * EXPANSION, width);
    for (let i = 0; i < count; i++) {
      const name = `blocks.${stage + 1}.res_blocks.${i}`;
      const step = stage > 0 && i === 0 ? 2 : 1;
      const stride = [1, step, step] as const;
      const units = [
        convNorm(`${name}.branch2.conv_a`, `${name}.branch2.norm_a`, channels, inner, [
          TEMPORAL_KERNEL[stage] ?? 3,
          1,
          1,
        ]),
        convNorm(`${name}.branch2.conv_b`, `${name}.branch2.norm_b`, inner, inner, [1, 3, 3], stride),
        convNorm(`${name}.branch2.conv_c`, `${name}.branch2.norm_c`, inner, out, [1, 1, 1]),
      ];
      const shortcut =
        step > 1 || channels !== out
          ? convNorm(`${name}.branch1_conv`, `${name}.branch1_norm`, channels, out, [1, 1, 1], stride)
          : undefined;
      residual.push(shortcut ? { units, shortcut } : { units });
      channels = out;
    }
  });
  return {
    stem,
    pool: { size: [1, 3, 3], stride: [1, 2, 2], padding: [0, 1, 1] },
    blocks: residual,
    dim: channels,
    mean: [0.45, 0.45, 0.45],
    deviation: [0.225, 0.225, 0.225],
  };
}

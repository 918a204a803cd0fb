/** r3d_50 as in kenshohara/3D-ResNets-PyTorch (Hara 2017): bottlenecks with 3x3x3, everything strided in time too. */
import { convNorm, scaled, type EncoderSpec, type ResidualBlock } from './spec';

const EXPANSION = 4;

export function r3d50(width: number, blocks: readonly number[] = [3, 4, 6, 3]): EncoderSpec {
  const stem = convNorm('conv1', 'bn1', 3, scaled(64, width), [7, 7, 7], [1, 2, 2]);
  const residual: ResidualBlock[] = [];
  let channels = stem.outChannels;
  blocks.forEach((count, stage) => {
    const inner = scaled(64 * 2 ** stage, width);
    const out = scaled(64 * 2 ** stage * EXPANSION, width);
    for (let i = 0; i < count; i++) {
      const name = `layer${stage + 1}.${i}`;
      const step = stage > 0 && i === 0 ? 2 : 1;
      const stride = [step, step, step] as const;
      const units = [
        convNorm(`${name}.conv1`, `${name}.bn1`, channels, inner, [1, 1, 1]),
        convNorm(`${name}.conv2`, `${name}.bn2`, inner, inner, [3, 3, 3], stride),
        convNorm(`${name}.conv3`, `${name}.bn3`, inner, out, [1, 1, 1]),
      ];
      const shortcut =
        step > 1 || channels !== out
          ? convNorm(`${name}.downsample.0`, `${name}.downsample.1`, channels, out, [1, 1, 1], stride)
          : undefined;
      residual.push(shortcut ? { units, shortcut } : { units });
      channels = out;
    }
  });
  return {
    stem,
    pool: { size: [3, 3, 3], stride: [2, 2, 2], padding: [1, 1, 1] },
    blocks: residual,
    dim: channels,
    mean: [0.4345, 0.4051, 0.3775],
    deviation: [0.2768, 0.2713, 0.2737],
  };
}

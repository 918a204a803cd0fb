/** r3d_18 as in torchvision (Tran 2018): basic blocks of 3x3x3, no pooling after the stem. */
import { convNorm, scaled, type EncoderSpec, type ResidualBlock } from './spec';

export function r3d18(width: number, blocks: readonly number[] = [2, 2, 2, 2]): EncoderSpec {
  const stem = convNorm('stem.0', 'stem.1', 3, scaled(64, width), [3, 7, 7], [1, 2, 2]);
  const residual: ResidualBlock[] = [];
  let channels = stem.outChannels;
  blocks.forEach((count, stage) => {
    const out = scaled(64 * 2 ** stage, width);
    for (let i = 0; i < count; i++) {
      const name = `layer${stage + 1}.${i}`;
      const step = stage > 0 && i === 0 ? 2 : 1;
      const stride = [step, step, step] as const;
      const units = [
        convNorm(`${name}.conv1.0`, `${name}.conv1.1`, channels, out, [3, 3, 3], stride),
        convNorm(`${name}.conv2.0`, `${name}.conv2.1`, out, out, [3, 3, 3]),
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
    blocks: residual,
    dim: channels,
    mean: [0.43216, 0.394666, 0.37645],
    deviation: [0.22803, 0.22145, 0.216989],
  };
}

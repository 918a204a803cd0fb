import { expect, test } from 'vitest';
import { encoderSpec } from './encoders';
import { encoderCost, encoderParameters } from './spec';
import { layOut } from '../weights/parameters';

test.each([
  // Parameters of the published backbones, without their classifiers.
  ['r3d_18', 33.17e6, 512],
  ['r3d_50', 46.2e6, 2048],
  ['slow_r50', 31.63e6, 2048],
] as const)('%s at width 1 has the published parameter count and D', (architecture, parameters, dim) => {
  const spec = encoderSpec({ architecture, width: 1 });
  expect(layOut(encoderParameters(spec)).size / parameters).toBeCloseTo(1, 3);
  expect(spec.dim).toBe(dim);
});

test('r3d_18 takes the arithmetic that counting by hand gives for its stem', () => {
  const spec = encoderSpec({ architecture: 'r3d_18', width: 1 }, []);
  // 3x7x7 over 3 channels to 64, at 8x56x56 positions.
  expect(encoderCost(spec, 8, 112)).toEqual({
    flops: 2 * 8 * 56 * 56 * 147 * 3 * 64,
    activations: 8 * 56 * 56 * 64,
    largest: 8 * 56 * 56 * 64,
  });
});

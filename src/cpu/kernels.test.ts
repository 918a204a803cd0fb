/** Every operation of the training on the CPU, with its gradients, against plain operations of tfjs's CPU backend. */
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { batchNormEval, batchNormTrain } from '../gpu/batch_norm';
import { infoNce } from '../gpu/info_nce';
import { linearMap } from '../gpu/linear';
import { OPERATION } from '../gpu/operations';
import { normals } from '../gpu/oracle';
import { orthonormalise } from '../gpu/orthonormalise';
import { globalAveragePool, maxPool3d } from '../gpu/pool';
import { positivesWin } from '../gpu/top1';
import { unitRows } from '../gpu/unit_rows';
import { randomStream } from '../random/stream';
import { differences, withGradients } from './oracle';
import '../gpu/copies';
import '../gpu/optimiser';
import '../gpu/running_statistics';
import '../gpu/trust_ratio';

const SEED = Math.floor(Math.random() * 1e9);
const TOLERANCE = 2e-5;
const EPSILON = 1e-5;

const random = (seed: number, ...shapes: number[][]) => {
  const stream = randomStream(71, SEED, seed);
  return shapes.map((shape) => normals(stream, shape));
};

async function agrees(...asked: Parameters<typeof differences>): Promise<void> {
  const worst = await differences(...asked);
  expect(Math.max(...worst), worst.join(' ')).toBeLessThan(TOLERANCE);
}

test('every operation has an implementation on WebGPU and one on the CPU', () => {
  for (const name of Object.values(OPERATION)) {
    for (const backend of ['webgpu', 'wasm'])
      expect(tf.getKernel(name, backend), `${name}, ${backend}`).toBeDefined();
  }
});

describe(`on the CPU (seed ${SEED})`, () => {
  const SHAPE = [2, 3, 5, 4, 7];
  /** [relu]((x − mean) / √(variance + ε) · γ + β [+ residual]). */
  const plainNorm = (
    x: tf.Tensor,
    [mean, variance]: readonly tf.Tensor[],
    [gamma, beta, residual]: readonly tf.Tensor[],
    relu: boolean,
  ) => {
    const normalised = x.sub(mean!).div(variance!.add(EPSILON).sqrt());
    const y = normalised.mul(gamma!).add(beta!).add(residual!);
    return relu ? tf.relu(y) : y;
  };

  test.each([
    [true, 7],
    [false, 7],
    [true, 5],
    [true, 6],
    [true, 8],
    [true, 1],
  ] as const)('batch norm in training, ReLU %s, %i channels', async (relu, C) => {
    const shape = [...SHAPE.slice(0, -1), C];
    const given = random(1, shape, [C], [C], shape, shape);
    const ours = withGradients((x, gamma, beta, residual) => {
      const options = { relu, residual: residual! };
      return batchNormTrain(x!, gamma as tf.Tensor1D, beta as tf.Tensor1D, EPSILON, options).y;
    });
    const plain = withGradients((x, ...rest) => {
      const flat = x!.reshape([-1, C]);
      const mean = flat.mean(0);
      return plainNorm(x!, [mean, flat.sub(mean).square().mean(0)], rest, relu);
    });
    await agrees(given, ours, plain);
  });

  test('batch norm by given moments', async () => {
    const [C] = SHAPE.slice(-1) as [number];
    const [x, gamma, beta, mean, deviation, residual, cotangent] = random(
      2,
      SHAPE,
      [C],
      [C],
      [C],
      [C],
      SHAPE,
      SHAPE,
    );
    const moments = { shape: [2, C], values: new Float32Array(2 * C) };
    moments.values.set(mean!.values);
    moments.values.set(
      deviation!.values.map((value) => value * value),
      C,
    );
    const by = () => tf.tensor2d(moments.values, [2, C]);
    await agrees(
      [x!, gamma!, beta!, residual!, cotangent!],
      withGradients((a, g, b, r) =>
        batchNormEval(a!, by(), g as tf.Tensor1D, b as tf.Tensor1D, EPSILON, { relu: true, residual: r! }),
      ),
      withGradients((a, ...rest) => plainNorm(a!, tf.unstack(by()), rest, true)),
    );
  });

  test('maximum and average of windows', async () => {
    const given = random(3, [2, 5, 7, 6, 3], [2, 3, 4, 3, 3]);
    await agrees(
      given,
      withGradients((x) => maxPool3d(x as tf.Tensor5D, [3, 3, 3], [2, 2, 2], [1, 1, 1])),
      withGradients((x) =>
        tf.maxPool3d(
          tf.pad(
            x as tf.Tensor5D,
            [
              [0, 0],
              [1, 1],
              [1, 1],
              [1, 1],
              [0, 0],
            ],
            -1e9,
          ),
          3,
          2,
          'valid',
        ),
      ),
    );
    await agrees(
      random(4, [2, 3, 5, 4, 6], [2, 6]),
      withGradients((x) => globalAveragePool(x as tf.Tensor5D)),
      withGradients((x) => x!.mean([1, 2, 3])),
    );
  });

  test.each([true, false])('a linear map, ReLU %s', async (relu) => {
    await agrees(
      random(5, [5, 11], [7, 11], [7], [5, 7]),
      withGradients((x, w, b) => linearMap(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D, relu)),
      withGradients((x, w, b) => {
        const y = tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D, false, true).add(b!);
        return relu ? tf.relu(y) : y;
      }),
    );
  });

  test('products of transposed matrices', async () => {
    for (const [a, b] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const product = ([x, y]: tf.Tensor[]) => [tf.matMul(x as tf.Tensor2D, y as tf.Tensor2D, a, b)];
      await agrees(random(6, a ? [19, 5] : [5, 19], b ? [21, 19] : [19, 21]), product, product);
    }
  });

  test('rows of unit length, InfoNCE and how often positives win', async () => {
    await agrees(
      random(7, [4, 3, 9], [4, 3, 9]),
      withGradients((x) => unitRows(x!)),
      withGradients((x) => x!.div(x!.square().sum(-1, true).sqrt())),
    );
    const given = random(8, [6, 3], [6, 29], []);
    await agrees(
      given,
      withGradients((p, n) => infoNce(p as tf.Tensor2D, n as tf.Tensor2D)),
      withGradients((p, n) => tf.softplus(tf.logSumExp(n!, 1, true).sub(p!)).mean()),
    );
    await agrees(
      given.slice(0, 2),
      ([p, n]) => [positivesWin(p as tf.Tensor2D, n!.mul(0.3))],
      ([p, n]) => [p!.mean(1).greater(n!.mul(0.3).max(1)).toFloat().mean()],
    );
  });

  test('an orthonormal basis, also of more columns than one panel of the GPU', async () => {
    const plain = withGradients((v) =>
      (tf.linalg.gramSchmidt(v!.transpose() as tf.Tensor2D) as tf.Tensor2D).transpose(),
    );
    const ours = withGradients((v) => orthonormalise(v as tf.Tensor2D));
    await agrees(random(9, [23, 9], [23, 9]), ours, plain);
    const [v] = random(10, [130, 70]);
    const gram = (q: tf.Tensor2D) => tf.matMul(q, q, true, false);
    await agrees(
      [v!],
      ([x]) => [gram(orthonormalise(x as tf.Tensor2D))],
      () => [tf.eye(70)],
    );
  });

  test('a column that is zero gives no NaN, forward or backward', async () => {
    const [v, cotangent] = random(11, [12, 4], [12, 4]);
    for (let d = 0; d < 12; d++) v!.values[4 * d + 2] = 0;
    const ours = withGradients((x) => orthonormalise(x as tf.Tensor2D));
    const finite = (inputs: tf.Tensor[]) => ours(inputs).map((result) => tf.isFinite(result).toFloat());
    const ones = (inputs: tf.Tensor[]) => [tf.onesLike(inputs[0]!), tf.onesLike(inputs[0]!)];
    await agrees([v!, cotangent!], finite, ones);
  });
});

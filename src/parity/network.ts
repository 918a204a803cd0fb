/** Reference cases of the encoder and of the time module, with their gradients. */
import * as tf from '@tensorflow/tfjs';
import type { EncoderConfig } from '../encoder/config';
import { encode } from '../encoder/encode';
import { encoderSpec } from '../encoder/encoders';
import type { Mode } from '../encoder/normalise';
import { encoderNorms, encoderParameters } from '../encoder/spec';
import type { RunConfig } from '../time/config';
import { navigate, timeParameters, type Navigated } from '../time/module';
import { FlatParameters } from '../weights/flat_parameters';
import { NormStatistics, type NormMoments } from '../weights/norm_statistics';
import {
  convToPyTorch,
  layOut,
  parametersFromPyTorch,
  type NormSpec,
  type ParameterLayout,
} from '../weights/parameters';
import { shapeOf, under, values, type Answer, type Case } from './case';
import type { StoredTensor } from '../weights/safetensors';

/** PyTorch's [N,C,T,H,W] -> [N,T,H,W,C] on the device. */
export function clipsFromPyTorch(data: Float32Array, shape: readonly number[]): tf.Tensor5D {
  return tf.tidy(() =>
    tf.transpose(tf.tensor5d(data, shape as [number, number, number, number, number]), [0, 2, 3, 4, 1]),
  );
}

export async function clipsToPyTorch(x: tf.Tensor5D): Promise<Float32Array> {
  const transposed = tf.transpose(x, [0, 4, 1, 2, 3]);
  const data = (await transposed.data()) as Float32Array;
  transposed.dispose();
  return data;
}

/** Running statistics stored under `<norm>.running_mean` and `.running_var`. */
export function statisticsFrom(
  specs: readonly NormSpec[],
  tensors: ReadonlyMap<string, StoredTensor>,
): NormStatistics {
  const gather = (what: string) =>
    Float32Array.from(specs.flatMap(({ name }) => [...values(tensors, `${name}.${what}`)]));
  return new NormStatistics(specs, gather('running_mean'), gather('running_var'));
}

/** Running statistics by PyTorch's names, behind `prefix`. */
export async function statisticsTo(
  statistics: NormStatistics,
  specs: readonly NormSpec[],
  prefix: string,
): Promise<[string, Float32Array][]> {
  const { mean, variance } = await statistics.values();
  let offset = 0;
  return specs.flatMap(({ name, channels }) => {
    const range: [number, number] = [offset, (offset += channels)];
    return [
      [`${prefix}${name}.running_mean`, mean.subarray(...range)],
      [`${prefix}${name}.running_var`, variance.subarray(...range)],
    ] as [string, Float32Array][];
  });
}

/** A list of per-parameter tensors to PyTorch's layouts, by name behind `prefix`. */
export async function toPyTorch(
  layout: ParameterLayout,
  tensors: readonly tf.Tensor[],
  prefix: string,
): Promise<[string, Float32Array][]> {
  return Promise.all(
    layout.specs.map(async (spec, i): Promise<[string, Float32Array]> => {
      const data = (await tensors[i]!.data()) as Float32Array;
      return [prefix + spec.name, spec.kind === 'conv' ? convToPyTorch(data, spec.shape) : data];
    }),
  );
}

export async function encoderCase({ config, tensors }: Case): Promise<Answer> {
  const { arch, width, mode } = config as {
    arch: EncoderConfig['architecture'];
    width: number;
    mode: 'train' | 'eval';
  };
  const spec = encoderSpec({ architecture: arch, width }, config.blocks as number[] | undefined);
  const layout = layOut(encoderParameters(spec));
  const stored = under(tensors, 'param/');
  const parameters = new FlatParameters(layout, parametersFromPyTorch(layout, stored));
  const norms = encoderNorms(spec);
  const statistics = statisticsFrom(norms, stored);
  const x = clipsFromPyTorch(values(tensors, 'input/x'), shapeOf(tensors, 'input/x'));
  const cotangent = tf.tensor2d(
    values(tensors, 'input/cotangent'),
    shapeOf(tensors, 'input/cotangent') as [number, number],
  );
  const seen: NormMoments[] = [];
  const how: Mode = mode === 'train' ? { kind: 'train', seen } : { kind: 'eval', running: statistics };

  let f: tf.Tensor2D | undefined;
  const { grads, value } = tf.valueAndGrads((input: tf.Tensor, ...rest: tf.Tensor[]) => {
    f = tf.keep(encode(spec, parameters.named(rest), input as tf.Tensor5D, how));
    return f.mul(cotangent).sum();
  })([x, ...parameters.tensors()]);
  if (mode === 'train') statistics.update(seen);
  const answer = new Map<string, ArrayLike<number>>([
    ['output/f', (await f!.data()) as Float32Array],
    ['grad/x', await clipsToPyTorch(grads[0] as tf.Tensor5D)],
    ...(await toPyTorch(layout, grads.slice(1), 'grad/')),
    ...(await statisticsTo(statistics, norms, 'after/')),
  ]);
  tf.dispose([f!, value, x, cotangent, ...grads]);
  parameters.dispose();
  statistics.dispose();
  return answer;
}

export async function timeCase({ config, tensors }: Case): Promise<Answer> {
  const run = { variant: config.variant, orthogonal: config.orthogonal } as RunConfig;
  const layers = config.layers as number;
  const time = { directions: config.directions as number, layers, hidden: config.hidden as number };
  const layout = layOut(timeParameters(run, time, config.dim as number));
  const parameters = new FlatParameters(layout, parametersFromPyTorch(layout, under(tensors, 'param/')));
  const matrix = (name: string) =>
    tf.tensor2d(values(tensors, name), shapeOf(tensors, name) as [number, number]);
  const [f, cotangent] = [matrix('input/f'), matrix('input/cotangent')];
  const t = tf.tensor1d(values(tensors, 'input/t'));
  let out: Navigated | undefined;
  const { grads, value } = tf.valueAndGrads((f_: tf.Tensor, t_: tf.Tensor, ...rest: tf.Tensor[]) => {
    out = navigate(run, layers, parameters.named(rest), f_ as tf.Tensor2D, t_ as tf.Tensor1D);
    for (const kept of [out.fPrime, out.coefficients, out.basis]) if (kept) tf.keep(kept);
    return out.fPrime.mul(cotangent).sum();
  })([f, t, ...parameters.tensors()]);
  const answer = new Map<string, ArrayLike<number>>([
    ['output/f_prime', (await out!.fPrime.data()) as Float32Array],
    ...(out!.coefficients
      ? [['output/coefficients', (await out!.coefficients.data()) as Float32Array] as const]
      : []),
    ...(out!.basis ? [['output/basis', (await out!.basis.data()) as Float32Array] as const] : []),
    ['grad/f', (await grads[0]!.data()) as Float32Array],
    ['grad/t', (await grads[1]!.data()) as Float32Array],
    ...(await toPyTorch(layout, grads.slice(2), 'grad/')),
  ]);
  tf.dispose([value, f, cotangent, t, ...grads]);
  parameters.dispose();
  return answer;
}

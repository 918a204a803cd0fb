/** Reference cases of the encoder and of the time module, with their gradients. */
import * as tf from '@tensorflow/tfjs';
import { encoderConfig } from '../encoder/config';
import { encode } from '../encoder/encode';
import { encoderSpec } from '../encoder/encoders';
import type { Mode } from '../encoder/normalise';
import { encoderNorms, encoderParameters, type EncoderSpec } from '../encoder/spec';
import { runConfig, type RunConfig } from '../time/config';
import { navigate, timeParameters, type Navigated, type TimeSizes } from '../time/module';
import { FlatParameters } from '../weights/flat_parameters';
import { NormStatistics, type NormMoments } from '../weights/norm_statistics';
import {
  convToPyTorch,
  layOut,
  parametersFromPyTorch,
  type NormSpec,
  type ParameterLayout,
} from '../weights/parameters';
import { asked, shapeOf, tensorOf, under, values, type Answer, type Case } from './case';
import type { Settings } from './settings';
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

const ARCHITECTURES = encoderConfig.shape.architecture.options;
const VARIANTS = runConfig.shape.variant.options;

/** The encoder of a case: `arch`, `width` and, where it is not the published depth, `blocks`. */
export function encoderOf(config: Settings): EncoderSpec {
  return encoderSpec(
    { architecture: config.choice('arch', ARCHITECTURES), width: config.number('width', 1) },
    config.optionalNumbers('blocks'),
  );
}

export function runOf(config: Settings): RunConfig {
  return { variant: config.choice('variant', VARIANTS), orthogonal: config.flag('orthogonal', true) };
}

export function timeOf(config: Settings): TimeSizes {
  return {
    directions: config.number('directions'),
    layers: config.number('layers'),
    hidden: config.number('hidden'),
  };
}

export async function encoderCase(given: Case): Promise<Answer> {
  const { config, tensors } = given;
  const spec = encoderOf(config);
  const mode = config.choice('mode', ['train', 'eval']);
  const layout = layOut(encoderParameters(spec));
  const stored = under(tensors, 'param/');
  const parameters = new FlatParameters(layout, parametersFromPyTorch(layout, stored));
  const norms = encoderNorms(spec);
  const statistics = statisticsFrom(norms, stored);
  const x = clipsFromPyTorch(values(tensors, 'input/x'), shapeOf(tensors, 'input/x'));
  const seen: NormMoments[] = [];
  const how: Mode = mode === 'train' ? { kind: 'train', seen } : { kind: 'eval', running: statistics };

  let f: tf.Tensor2D | undefined;
  const forward = (input: tf.Tensor, rest: tf.Tensor[]) => {
    f = tf.keep(encode(spec, parameters.named(rest), input as tf.Tensor5D, how));
    return f;
  };
  const answer = new Map<string, ArrayLike<number>>();
  if (asked(given, 'grad/').length === 0) {
    tf.tidy(() => forward(x, parameters.tensors()));
  } else {
    const cotangent = tensorOf(tensors, 'input/cotangent');
    const start = parameters.tensors();
    const { grads, value } = tf.valueAndGrads((input: tf.Tensor, ...rest: tf.Tensor[]) =>
      forward(input, rest).mul(cotangent).sum(),
    )([x, ...start]);
    answer.set('grad/x', await clipsToPyTorch(grads[0] as tf.Tensor5D));
    for (const [name, gradient] of await toPyTorch(layout, grads.slice(1), 'grad/'))
      answer.set(name, gradient);
    tf.dispose([value, cotangent, ...start, ...grads]);
  }
  answer.set('output/f', (await f!.data()) as Float32Array);
  if (mode === 'train') statistics.update(seen);
  for (const [name, data] of await statisticsTo(statistics, norms, 'after/')) answer.set(name, data);
  tf.dispose([f!, x]);
  parameters.dispose();
  statistics.dispose();
  return answer;
}

export async function timeCase({ config, tensors }: Case): Promise<Answer> {
  const run = runOf(config);
  const time = timeOf(config);
  const [f, cotangent, t] = ['input/f', 'input/cotangent', 'input/t'].map((name) =>
    tensorOf(tensors, name),
  ) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
  const layout = layOut(timeParameters(run, time, f.shape[1]));
  const parameters = new FlatParameters(layout, parametersFromPyTorch(layout, under(tensors, 'param/')));
  const start = parameters.tensors();
  let out: Navigated | undefined;
  const { grads, value } = tf.valueAndGrads((f_: tf.Tensor, t_: tf.Tensor, ...rest: tf.Tensor[]) => {
    out = navigate(run, time.layers, parameters.named(rest), f_ as tf.Tensor2D, t_ as tf.Tensor1D);
    for (const kept of [out.fPrime, out.coefficients, out.basis]) if (kept) tf.keep(kept);
    // base does not depend on t: its gradient there is 0.
    return out.fPrime.mul(cotangent).sum().add(t_.sum().mul(0));
  })([f, t, ...start]);
  const answer = new Map<string, ArrayLike<number>>([
    ['output/f_prime', await out!.fPrime.data()],
    ['grad/f', await grads[0]!.data()],
    ['grad/t', await grads[1]!.data()],
    ...(await toPyTorch(layout, grads.slice(2), 'grad/')),
  ]);
  if (out!.coefficients) answer.set('output/coefficients', await out!.coefficients.data());
  if (out!.basis) answer.set('output/basis', await out!.basis.data());
  tf.dispose([value, f, cotangent, t, ...start, ...grads]);
  tf.dispose([out!.fPrime, out!.coefficients, out!.basis].filter((kept) => kept !== undefined));
  parameters.dispose();
  return answer;
}

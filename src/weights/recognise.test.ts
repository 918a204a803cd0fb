/** Which encoder a checkpoint holds: the four families, what surrounds them, and what a wrong file is told. */
import { describe, expect, test } from 'vitest';
import type { EncoderConfig } from '../encoder/config';
import { encoderSpec } from '../encoder/encoders';
import { encoderNorms, encoderParameters } from '../encoder/spec';
import { openCheckpoint } from './checkpoint_file';
import { networkToPyTorch, type NetworkValues } from './network';
import { layOut } from './parameters';
import { readEncoder, recogniseEncoder, type NetworkOf } from './recognise';
import type { StoredTensor } from './safetensors';
import { writeSafetensors } from './safetensors_write';

const networkOf: NetworkOf = (architecture, width, blocks) => {
  const spec = encoderSpec({ architecture, width }, blocks);
  return { parameters: encoderParameters(spec), norms: encoderNorms(spec), dim: spec.dim };
};

/** Every number differs, so that nothing can be swapped unseen. */
function valuesOf(
  architecture: EncoderConfig['architecture'],
  width: number,
  blocks: number[],
): NetworkValues {
  const { parameters, norms } = networkOf(architecture, width, blocks);
  const channels = norms.reduce((sum, norm) => sum + norm.channels, 0);
  const count = (size: number, from: number) => Float32Array.from({ length: size }, (_, i) => from + i);
  return {
    parameters: count(layOut(parameters).size, 1),
    mean: count(channels, 0.25),
    variance: count(channels, 0.5),
  };
}

type Tensors = Map<string, StoredTensor>;

function tensorsOf(architecture: EncoderConfig['architecture'], width: number, blocks: number[]): Tensors {
  return networkToPyTorch(networkOf(architecture, width, blocks), valuesOf(architecture, width, blocks), 7);
}

function renamed(tensors: Tensors, rename: (name: string) => string): Tensors {
  return new Map([...tensors].map(([name, tensor]) => [rename(name), tensor]));
}

/** From pytorchvideo's names to SlowFast's, written the other way round than in the product. */
function asSlowFast(name: string): string {
  const [, stage, rest] = /^blocks\.(\d)\.(.*)$/.exec(name)!;
  const s = Number(stage) + 1;
  if (s === 1) return `s1.pathway0_stem.${rest!.replace('norm', 'bn')}`;
  const [, block, inside] = /^res_blocks\.(\d+)\.(.*)$/.exec(rest!)!;
  const parts = inside!
    .replace('branch1_conv', 'branch1')
    .replace('branch1_norm', 'branch1_bn')
    .replace(/conv_([abc])/, '$1')
    .replace(/norm_([abc])/, '$1_bn');
  return `s${s}.pathway0_res${block}.${parts}`;
}

const open = (tensors: Tensors) => openCheckpoint(writeSafetensors(tensors, {}));
const one: StoredTensor = { dtype: 'F32', shape: [1], data: new Float32Array(1) };

const families = [
  ['torchvision', 'r3d_18', '', (name: string) => name],
  ['kenshohara', 'r3d_50', 'module.', (name: string) => `module.${name}`],
  ['pytorchvideo', 'slow_r50', '', (name: string) => name],
  ['SlowFast', 'slow_r50', '', asSlowFast],
  ['SlowFast', 'slow_r50', 'backbone.', (name: string) => `backbone.${asSlowFast(name)}`],
  ['torchvision', 'r3d_18', 'query.encoder.', (name: string) => `query.encoder.${name}`],
] as const;

describe.each(families)('%s names of %s behind "%s"', (family, architecture, prefix, rename) => {
  const blocks = [1, 2, 1, 1];
  const file = open(renamed(tensorsOf(architecture, 0.0625, blocks), rename));

  test('are recognised with width and blocks, and all is matched', () => {
    const { parameters, norms, dim } = networkOf(architecture, 0.0625, blocks);
    expect(recogniseEncoder(file, networkOf)).toEqual({
      family,
      architecture,
      width: 0.0625,
      blocks,
      dim,
      prefix,
      matched: { tensors: parameters.length + 2 * norms.length, parameters: layOut(parameters).size },
      leftOut: [{ group: 'num_batches_tracked', tensors: norms.length, why: expect.any(String) as string }],
    });
  });

  test('come back as the numbers they were', () => {
    expect(readEncoder(file, networkOf)).toEqual(valuesOf(architecture, 0.0625, blocks));
  });
});

test.each([1, 0.5, 0.25, 0.125, 0.1, 0.3, 0.07, 0.03125])('width %d is told from the shapes', (width) => {
  for (const architecture of ['r3d_18', 'slow_r50', 'r3d_50'] as const) {
    // Shapes alone decide; a file of this size need not be made.
    const { parameters, norms } = networkOf(architecture, width);
    const shaped = [
      ...parameters.map(
        ({ name, kind, shape }) =>
          [name, kind === 'conv' ? [4, 3, 0, 1, 2].map((i) => shape[i]!) : shape] as const,
      ),
      ...norms.flatMap(({ name, channels }) =>
        ['running_mean', 'running_var'].map((what) => [`${name}.${what}`, [channels]] as const),
      ),
    ];
    const tensors = new Map(
      shaped.map(([name, shape]) => [
        name,
        { dtype: 'F32' as const, shape, floats: () => new Float32Array() },
      ]),
    );
    const found = recogniseEncoder({ format: 'PyTorch', tensors, beside: [], metadata: {} }, networkOf);
    expect(found.difference).toBeUndefined();
    expect(found.width).toBe(width);
  }
});

test('what a self-supervised file carries beside the query branch is left out, each group with its reason', () => {
  const trunk = tensorsOf('slow_r50', 0.0625, [1, 1, 1, 1]);
  const tensors: Tensors = new Map([
    // The momentum branch comes first: it must not be taken for the encoder.
    ...renamed(trunk, (name) => `backbone_hist.${asSlowFast(name)}`),
    ...renamed(trunk, (name) => `backbone.${asSlowFast(name)}`),
    ['backbone.head.projection.weight', one],
    ['queue_x', one],
    ['ptr', one],
    ['knn_mem.memory', one],
    ['mystery.weight', one],
  ]);
  const { prefix, difference, leftOut } = recogniseEncoder(open(tensors), networkOf);
  expect([prefix, difference]).toEqual(['backbone.', undefined]);
  const groups = Object.fromEntries(leftOut.map(({ group, tensors: count }) => [group, count]));
  const counters = [...trunk.keys()].filter((name) => name.endsWith('num_batches_tracked')).length;
  expect(groups).toEqual({
    num_batches_tracked: 2 * counters,
    'backbone_hist.*': trunk.size - counters,
    'head.*, fc.*': 1,
    'queue_x, ptr': 2,
    'knn_mem.*': 1,
    'mystery.*': 1,
  });
  for (const { why } of leftOut) expect(why).not.toBe('');
});

describe('a wrong file', () => {
  const changed = (change: (tensors: Tensors) => void) => {
    const tensors = tensorsOf('r3d_18', 0.0625, [1, 1, 1, 1]);
    change(tensors);
    return open(tensors);
  };

  test.each([
    [
      'another kernel',
      changed((tensors) =>
        tensors.set('stem.0.weight', { dtype: 'F32', shape: [4, 3, 1, 7, 7], data: new Float32Array(588) }),
      ),
      'Tensor "stem.0.weight" is F32 [4, 3, 1, 7, 7], expected [4, 3, 3, 7, 7].',
    ],
    [
      'a missing tensor',
      changed((tensors) => tensors.delete('layer2.0.conv2.1.running_var')),
      'Tensor "layer2.0.conv2.1.running_var" [8] is missing.',
    ],
    [
      'whole numbers',
      changed((tensors) =>
        tensors.set('stem.1.bias', { dtype: 'I64', shape: [4], data: new BigInt64Array(4) }),
      ),
      'Tensor "stem.1.bias" is I64 [4], expected [4].',
    ],
    [
      'a layer too many',
      changed((tensors) => tensors.set('layer4.0.attention.weight', one)),
      'Tensor "layer4.0.attention.weight" [1] has no place in r3d_18.',
    ],
  ])('with %s is told the first tensor that differs', (_, file, sentence) => {
    expect(recogniseEncoder(file, networkOf).difference).toBe(sentence);
    expect(() => readEncoder(file, networkOf)).toThrow(sentence);
  });

  test('of flat pictures is told both shapes', () => {
    const tensors: Tensors = new Map([
      ['conv1.weight', { dtype: 'F32', shape: [64, 3, 7, 7], data: new Float32Array(9408) }],
      ['layer1.0.conv1.weight', one],
    ]);
    expect(recogniseEncoder(open(tensors), networkOf).difference).toBe(
      'Tensor "conv1.weight" is F32 [64, 3, 7, 7], expected [64, 3, 7, 7, 7].',
    );
  });

  test('of something else is told what was looked for', () => {
    expect(() => recogniseEncoder(open(new Map([['bert.embeddings', one]])), networkOf)).toThrow(
      /"bert.embeddings" \[1\].*stem\.0\.weight \(torchvision\).*s1\.pathway0_stem/,
    );
  });
});

/** The reference cases on the CPU, where ../shared/fixtures is there: the code that training runs without a GPU. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { readCase } from './case';
import { runCase } from './kinds';
import '../cpu/kernels';

const FOLDER = '../shared/fixtures';
const files = existsSync(FOLDER)
  ? readdirSync(FOLDER).filter((name) => name.endsWith('.safetensors') && !/^(knn|tsne|schedule)/.test(name))
  : [];

beforeAll(async () => {
  expect(await tf.setBackend('wasm')).toBe(true);
});

test('tensors live on the wasm backend', () => {
  const x = tf.tensor1d([1, 2]);
  expect(tf.getBackend()).toBe('wasm');
  x.dispose();
});

test.each(files)(
  '%s',
  async (name) => {
    const verdict = await runCase(readCase(name, new Uint8Array(readFileSync(`${FOLDER}/${name}`))));
    expect(verdict, JSON.stringify(verdict)).toMatchObject({ pass: true });
  },
  60_000,
);

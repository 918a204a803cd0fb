import * as tf from '@tensorflow/tfjs';
import { test } from 'vitest';
import { conv3d } from './conv3d';
import { openGpu } from './device';
import type { Triple } from './conv3d_geometry';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
const SH: Record<string, { x: number[]; k: Triple; o: number; s: Triple; p: Triple }> = {
  stem: { x: [16, 8, 32, 32, 3], k: [3, 7, 7], o: 8, s: [1, 2, 2], p: [1, 3, 3] },
  layer1: { x: [16, 8, 16, 16, 8], k: [3, 3, 3], o: 8, s: [1, 1, 1], p: [1, 1, 1] },
  'layer2.0': { x: [16, 8, 16, 16, 8], k: [3, 3, 3], o: 16, s: [2, 2, 2], p: [1, 1, 1] },
  'layer2.down': { x: [16, 8, 16, 16, 8], k: [1, 1, 1], o: 16, s: [2, 2, 2], p: [0, 0, 0] },
  layer2: { x: [16, 4, 8, 8, 16], k: [3, 3, 3], o: 16, s: [1, 1, 1], p: [1, 1, 1] },
  layer3: { x: [16, 2, 4, 4, 32], k: [3, 3, 3], o: 32, s: [1, 1, 1], p: [1, 1, 1] },
  layer4: { x: [16, 1, 2, 2, 64], k: [3, 3, 3], o: 64, s: [1, 1, 1], p: [1, 1, 1] },
};
const STOCK = true;
async function best(f: () => tf.Tensor, seconds: number) {
  const be = tf.backend() as WebGPUBackend;
  const once = async () => {
    const t0 = performance.now();
    const y = f();
    be.ensureCommandEncoderReady(); be.endComputePassEncoder(); be.submitQueue();
    await be.device.queue.onSubmittedWorkDone();
    const t = performance.now() - t0;
    y.dispose();
    return t;
  };
  await once();
  let b = Infinity; const t0 = performance.now(); let n = 0;
  while (n < 3 || performance.now() - t0 < seconds * 1000) { b = Math.min(b, await once()); n++; }
  return b;
}
test('bench', async () => {
  const g = await openGpu(); if (!g.ok) throw new Error('no');
  for (const [name, c] of Object.entries(SH)) {
    const x = tf.randomNormal(c.x) as tf.Tensor5D;
    const w = tf.randomNormal([...c.k, c.x[4]!, c.o]) as tf.Tensor5D;
    const y = conv3d(x, w, c.s, c.p);
    const dy = tf.randomNormal(y.shape) as tf.Tensor5D;
    const fl = 2 * dy.size * w.size / c.o;
    const rate = (ms: number) => (fl / ms / 1e6).toFixed(2);
    const gx = tf.grad((a) => conv3d(a as tf.Tensor5D, w, c.s, c.p));
    const gw = tf.grad((a) => conv3d(x, a as tf.Tensor5D, c.s, c.p));
    const ms = [await best(() => conv3d(x, w, c.s, c.p), 2), await best(() => gx(x, dy), 2), await best(() => gw(w, dy), 2)];
    // grads include forward: subtract
    ms[1]! -= ms[0]!; ms[2]! -= ms[0]!;
    let line = `${name.padEnd(12)} ${(fl / 1e6).toFixed(0)} MFLOP ours fwd ${rate(ms[0]!)} dx ${rate(ms[1]!)} dw ${rate(ms[2]!)} GF/s (${ms.map((m) => m.toFixed(1)).join(' ')} ms)`;
    if (STOCK) {
      const around = c.p.map((z): [number, number] => [z, z]);
      const px = tf.pad(x, [[0, 0], ...around, [0, 0]]) as tf.Tensor5D;
      const st = (a: tf.Tensor5D, b: tf.Tensor5D) => tf.conv3d(a, b, [...c.s], 'valid');
      const sx = tf.grad((a) => st(a as tf.Tensor5D, w));
      const sw = tf.grad((a) => st(px, a as tf.Tensor5D));
      const m = [await best(() => st(px, w), 0), await best(() => sx(px, dy), 0), await best(() => sw(w, dy), 0)];
      m[1]! -= m[0]!; m[2]! -= m[0]!;
      line += `  stock fwd ${rate(m[0]!)} dx ${rate(m[1]!)} dw ${rate(m[2]!)} (${m.map((v) => v.toFixed(0)).join(' ')} ms)`;
    }
    console.log(line);
  }
}, 300000);

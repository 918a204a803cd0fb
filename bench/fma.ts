/** The adapter's own rate of fused multiply-adds: the ceiling that a kernel is held against. */
import * as tf from '@tensorflow/tfjs';
import { runProgram, unrolled, webgpuBackend } from '../src/gpu/program';
import { tfjsMilliseconds } from './timing';

const THREADS = 8192;
const TURNS = 400;
/** Independent chains a thread, 4 lanes each. */
const CHAINS = 8;

/** GFLOP/s, a multiply-add counting as 2. */
export async function fmaGflops(): Promise<number> {
  const seed = tf.scalar(1e-3);
  const run = () =>
    tf.engine().makeTensorFromTensorInfo(
      runProgram(webgpuBackend('fmaGflops'), {
        key: 'benchFma',
        inputs: [{ name: 'seed', tensor: seed, width: 1 }],
        output: { shape: [THREADS, 4], width: 4 },
        threads: THREADS,
        integers: { turns: TURNS },
        code: () => `
        fn run(index : i32) {
          let factor = vec4<f32>(1.0 - seed[0]);
          let term = vec4<f32>(seed[0] * f32(index));
          ${unrolled(CHAINS, (i) => `var a${i} = term + ${i}.0;`)}
          for (var turn = 0; turn < uniforms.turns; turn++) {
            ${unrolled(CHAINS, (i) => `a${i} = fma(a${i}, factor, term);`)}
          }
          result[index] = ${unrolled(CHAINS, (i) => `a${i}`, ' + ')};
        }`,
      }),
    );
  const ms = await tfjsMilliseconds(run);
  seed.dispose();
  return (THREADS * TURNS * CHAINS * 4 * 2) / ms / 1e6;
}

/**
 * Gram-Schmidt on the columns of a matrix (Eq. 1 of the paper), differentiated through: V = QR with Gram-Schmidt's own
 * signs, R having a positive diagonal.
 */
import * as tf from '@tensorflow/tfjs';
import { DEPENDENT, MOST_COLUMNS, orthonormalColumns } from './orthonormalise_forward';
import { orthonormalGradient } from './orthonormalise_gradient';
import { onWebGpu, OPERATION, run } from './operations';
import { runProgram, webgpuBackend } from './program';

/** Q of at most MOST_COLUMNS columns. */
function basisOf(v: tf.Tensor2D): tf.Tensor2D {
  const [q, transposed] = run(OPERATION.orthonormalise, { v });
  // A gradient that needs R⁻ᵀ keeps it.
  transposed!.dispose();
  return q as tf.Tensor2D;
}

/** More columns than one workgroup factors: panel by panel, each cleaned twice of those before it. */
function byPanels(v: tf.Tensor2D): tf.Tensor2D {
  const [rows, columns] = v.shape;
  return tf.tidy(() => {
    const done: tf.Tensor2D[] = [];
    for (let first = 0; first < columns; first += MOST_COLUMNS) {
      let panel = v.slice([0, first], [rows, Math.min(MOST_COLUMNS, columns - first)]);
      for (let cleaning = 0; cleaning < 2 && done.length > 0; cleaning++) {
        for (const q of done) panel = panel.sub(tf.matMul(q, tf.matMul(q, panel, true, false)));
      }
      done.push(basisOf(panel));
    }
    return tf.concat2d(done, 1);
  });
}

/** Solves X Rᵀ = B for X [D,M], R [M,M] upper triangular: one row a thread, from the last column back. */
onWebGpu(OPERATION.solveUpperTransposed, ({ inputs }) => {
  const { b, r } = inputs as { b: tf.TensorInfo; r: tf.TensorInfo };
  const [rows, size] = b.shape as [number, number];
  return runProgram(webgpuBackend('the gradient of orthonormalise'), {
    key: 'solveUpperTransposed',
    inputs: [
      { name: 'b', tensor: b, width: 1 },
      { name: 'r', tensor: r, width: 1 },
    ],
    output: { shape: [rows, size], width: 1 },
    threads: rows,
    // Every multiply-add comes with two reads.
    flopsPerThread: 4 * size * size,
    integers: { size },
    code: () => `
    fn run(row : i32) {
      let M = uniforms.size;
      for (var j = M - 1; j >= 0; j--) {
        var x = b[row * M + j];
        for (var k = j + 1; k < M; k++) { x -= result[row * M + k] * r[j * M + k]; }
        result[row * M + j] = x / r[j * M + j];
      }
    }`,
  });
});

/** The gradient of `byPanels`, as orthonormalise_gradient.ts has it, in plain operations. */
function panelsGradient(v: tf.Tensor2D, q: tf.Tensor2D, qBar: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const m = v.shape[1];
    const upper = tf.linalg.bandPart(tf.ones([m, m]), 0, -1);
    const lower = tf.linalg.bandPart(tf.ones([m, m]), -1, 0);
    const strictlyLower = lower.sub(tf.eye(m));
    const floor = tf.norm(v, 'euclidean', 0).mul(DEPENDENT).maximum(1e-30);
    const raw = tf.matMul(q, v, true, false).mul(upper);
    const diagonal = raw.mul(tf.eye(m)).sum(1).maximum(floor);
    const r = raw.mul(upper.sub(tf.eye(m))).add(tf.eye(m).mul(diagonal)) as tf.Tensor2D;
    const product = tf.matMul(qBar, q, true, false).neg();
    const mirrored = product.mul(lower).add(product.mul(strictlyLower).transpose()) as tf.Tensor2D;
    const b = qBar.add(tf.matMul(q, mirrored));
    return run(OPERATION.solveUpperTransposed, { b, r })[0] as tf.Tensor2D;
  });
}

onWebGpu(OPERATION.orthonormalise, ({ inputs }) =>
  orthonormalColumns(webgpuBackend('orthonormalise'), inputs.v!),
);

onWebGpu(OPERATION.orthonormaliseGradient, ({ inputs: { q, transposed, qBar } }) =>
  orthonormalGradient(webgpuBackend('the gradient of orthonormalise'), q!, transposed!, qBar!),
);

tf.registerGradient({
  kernelName: OPERATION.orthonormalise,
  outputsToSave: [true, true],
  gradFunc: (dy, saved) => {
    const [q, transposed] = saved as [tf.Tensor2D, tf.Tensor2D];
    const [qBar] = dy as tf.Tensor2D[];
    const inputs = { q, transposed, qBar: qBar! };
    return { v: () => run(OPERATION.orthonormaliseGradient, inputs)[0]! };
  },
});

/**
 * Orthonormal basis of the columns of v [D,M], M < D, in their order: [D,M]. Needs WebGPU, or the kernels of src/cpu.
 * A column that depends on those before it gets an arbitrary direction (or zero when it is exactly dependent), never NaN.
 * @throws RangeError when M ≥ D.
 */
export function orthonormalise(v: tf.Tensor2D): tf.Tensor2D {
  const [rows, columns] = v.shape;
  if (columns >= rows) {
    throw new RangeError(
      `orthonormalise(v): ${columns} directions need more than ${columns} dimensions, got ${rows}. Take fewer directions M.`,
    );
  }
  if (columns <= MOST_COLUMNS) return basisOf(v);
  const op = tf.customGrad((x, save) => {
    const input = x as tf.Tensor2D;
    const q = byPanels(input);
    (save as tf.GradSaveFunc)([input, q]);
    return {
      value: q,
      gradFunc: (qBar, saved) => {
        const [v, q] = saved as tf.Tensor2D[];
        return panelsGradient(v!, q!, qBar as tf.Tensor2D);
      },
    };
  });
  return op(v) as tf.Tensor2D;
}

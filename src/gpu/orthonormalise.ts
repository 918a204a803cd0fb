/**
 * Gram-Schmidt on the columns of a matrix (Eq. 1 of the paper), differentiated through.
 * Classical Gram-Schmidt, each column cleaned twice: as stable as Householder, and its own signs (R has a positive diagonal).
 */
import * as tf from '@tensorflow/tfjs';
import { type WebGPUBackend, type WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';

const THREADS = 64;
/** A column whose remainder is shorter than this part of it counts as dependent: its gradient is bounded by that, not infinite. */
const DEPENDENT = 1e-5;

/** V [D,M] -> Q [D,M]. One workgroup walks the columns; every barrier is in uniform control flow. */
function gramSchmidtProgram(rows: number, columns: number): WebGPUProgram {
  return {
    variableNames: ['V'],
    outputShape: [rows, columns],
    dispatchLayout: { x: [0, 1] },
    dispatch: [1, 1, 1],
    workgroupSize: [THREADS, 1, 1],
    shaderKey: `gramSchmidt_${columns}`,
    getUserCode: () => `
      const M = ${columns};
      const THREADS = ${THREADS};
      var<workgroup> dots : array<f32, M>;
      var<workgroup> partialSquares : array<f32, THREADS>;

      fn main(index : i32) {
        let D = uniforms.outShape.x;
        let tid = i32(localId.x);
        for (var j = 0; j < M; j++) {
          for (var d = tid; d < D; d += THREADS) {
            result[d * M + j] = V[d * M + j];
          }
          for (var cleaning = 0; cleaning < 2; cleaning++) {
            storageBarrier();
            workgroupBarrier();
            for (var i = tid; i < j; i += THREADS) {
              var dot = 0.0;
              for (var d = 0; d < D; d++) {
                dot += result[d * M + i] * result[d * M + j];
              }
              dots[i] = dot;
            }
            storageBarrier();
            workgroupBarrier();
            var squares = 0.0;
            for (var d = tid; d < D; d += THREADS) {
              var v = result[d * M + j];
              for (var i = 0; i < j; i++) {
                v -= result[d * M + i] * dots[i];
              }
              result[d * M + j] = v;
              squares += v * v;
            }
            partialSquares[tid] = squares;
            workgroupBarrier();
            var total = 0.0;
            for (var i = 0; i < THREADS; i++) {
              total += partialSquares[i];
            }
            let scale = select(0.0, inverseSqrt(total), total > 0.0);
            for (var d = tid; d < D; d += THREADS) {
              result[d * M + j] *= scale;
            }
          }
        }
      }`,
  };
}

/** Solves X Rᵀ = B for X [D,M], R [M,M] upper triangular: one row a thread, from the last column back. */
function solveProgram(rows: number, columns: number): WebGPUProgram {
  return {
    variableNames: ['B', 'R'],
    outputShape: [rows, columns],
    dispatchLayout: { x: [0, 1] },
    dispatch: [Math.ceil(rows / THREADS), 1, 1],
    workgroupSize: [THREADS, 1, 1],
    shaderKey: `solveUpperTransposed_${columns}`,
    getUserCode: () => `
      const M = ${columns};
      fn main(index : i32) {
        let row = index;
        if (row >= uniforms.outShape.x) { return; }
        for (var j = M - 1; j >= 0; j--) {
          var x = B[row * M + j];
          for (var k = j + 1; k < M; k++) {
            x -= result[row * M + k] * R[j * M + k];
          }
          result[row * M + j] = x / R[j * M + j];
        }
      }`,
  };
}

function run(program: WebGPUProgram, inputs: tf.Tensor[]): tf.Tensor2D {
  const info = (tf.backend() as WebGPUBackend).runWebGPUProgram(program, inputs, 'float32');
  return tf.engine().makeTensorFromTensorInfo(info) as tf.Tensor2D;
}

/**
 * Backward of the thin QR with respect to V, given the gradient to Q (Walter & Lehmann 2018):
 * V̄ = (Q̄ + Q · copyltu(−Q̄ᵀQ)) R⁻ᵀ, where copyltu mirrors the lower triangle upwards.
 */
function backward(v: tf.Tensor2D, q: tf.Tensor2D, qBar: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const m = v.shape[1];
    const upper = tf.linalg.bandPart(tf.ones([m, m]), 0, -1);
    const lower = tf.linalg.bandPart(tf.ones([m, m]), -1, 0);
    const strictlyLower = lower.sub(tf.eye(m));
    // The diagonal of R is the length that was left of each column; a floor keeps the gradient of a dependent column finite.
    const floor = tf.norm(v, 'euclidean', 0).mul(DEPENDENT).maximum(1e-30);
    const raw = tf.matMul(q, v, true, false).mul(upper);
    const diagonal = raw.mul(tf.eye(m)).sum(1).maximum(floor);
    const r = raw.mul(upper.sub(tf.eye(m))).add(tf.eye(m).mul(diagonal)) as tf.Tensor2D;
    const product = tf.matMul(qBar, q, true, false).neg();
    const mirrored = product.mul(lower).add(product.mul(strictlyLower).transpose()) as tf.Tensor2D;
    return run(solveProgram(v.shape[0], m), [qBar.add(tf.matMul(q, mirrored)), r]);
  });
}

/**
 * Orthonormal basis of the columns of v [D,M], M < D, in their order: [D,M]. Needs the WebGPU backend.
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
  const op = tf.customGrad((x, save) => {
    const input = x as tf.Tensor2D;
    const q = run(gramSchmidtProgram(rows, columns), [input]);
    (save as tf.GradSaveFunc)([input, q]);
    return {
      value: q,
      gradFunc: (qBar, saved) =>
        backward((saved as tf.Tensor2D[])[0]!, (saved as tf.Tensor2D[])[1]!, qBar as tf.Tensor2D),
    };
  });
  return op(v) as tf.Tensor2D;
}

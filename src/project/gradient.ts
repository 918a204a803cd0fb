/** KL(P‖Q) of a layout and its gradient, exact. */

const SMALLEST = 2.220446049250313e-16;

/** Room for one evaluation, so that steps allocate nothing. */
export interface Workspace {
  /** [n·(n−1)/2] Student-t kernels of the pairs i > j, row by row. */
  readonly kernels: Float64Array;
  /** [n,2] */
  readonly gradient: Float64Array;
}

export function workspace(n: number): Workspace {
  return { kernels: new Float64Array((n * (n - 1)) / 2), gradient: new Float64Array(2 * n) };
}

/**
 * Writes dKL/dy [n,2] into `work.gradient`; answers KL in nats.
 * `exaggeration` multiplies P in the gradient only: the KL is that of P itself.
 */
export function klAndGradient(
  p: Float64Array,
  y: Float64Array,
  n: number,
  exaggeration: number,
  work: Workspace,
): number {
  const { kernels, gradient } = work;
  let sum = 0;
  let pair = 0;
  for (let i = 1; i < n; i++) {
    const [xi, yi] = [y[2 * i]!, y[2 * i + 1]!];
    for (let j = 0; j < i; j++) {
      const dx = xi - y[2 * j]!;
      const dy = yi - y[2 * j + 1]!;
      const kernel = 1 / (1 + dx * dx + dy * dy);
      kernels[pair++] = kernel;
      sum += kernel;
    }
  }
  const total = 2 * sum;
  gradient.fill(0);
  let kl = 0;
  pair = 0;
  for (let i = 1; i < n; i++) {
    const [xi, yi] = [y[2 * i]!, y[2 * i + 1]!];
    let gx = 0;
    let gy = 0;
    for (let j = 0; j < i; j++) {
      const kernel = kernels[pair++]!;
      const q = Math.max(kernel / total, SMALLEST);
      const pij = p[i * n + j]!;
      kl += 2 * pij * Math.log(pij / q);
      const force = 4 * (exaggeration * pij - q) * kernel;
      const fx = force * (xi - y[2 * j]!);
      const fy = force * (yi - y[2 * j + 1]!);
      gx += fx;
      gy += fy;
      gradient[2 * j]! -= fx;
      gradient[2 * j + 1]! -= fy;
    }
    gradient[2 * i]! += gx;
    gradient[2 * i + 1]! += gy;
  }
  return kl;
}

/** KL(P‖Q) of a layout and its gradient, exact, over all pairs. */

const SMALLEST = 2.220446049250313e-16;

/** Room for one evaluation, so that steps allocate nothing; [n,2] each. */
export interface Workspace {
  readonly gradient: Float64Array;
  readonly push: Float64Array;
}

export function workspace(n: number): Workspace {
  return { gradient: new Float64Array(2 * n), push: new Float64Array(2 * n) };
}

/**
 * Writes dKL/dy [n,2] into `work.gradient`, in one pass over the pairs: 4 (e Σ_j p_ij k_ij d_ij − Σ_j k_ij² d_ij / Z), where
 * d_ij = y_i − y_j, k_ij = 1 / (1 + ‖d_ij‖²) and Z = Σ_ij k_ij. p [n,n] symmetric; `exaggeration` e multiplies it.
 */
export function exactGradient(
  p: Float64Array,
  y: Float64Array,
  n: number,
  exaggeration: number,
  { gradient, push }: Workspace,
): void {
  gradient.fill(0);
  push.fill(0);
  let sum = 0;
  for (let i = 1; i < n; i++) {
    const [xi, yi] = [y[2 * i]!, y[2 * i + 1]!];
    let [pullX, pullY, pushX, pushY] = [0, 0, 0, 0];
    for (let j = 0; j < i; j++) {
      const dx = xi - y[2 * j]!;
      const dy = yi - y[2 * j + 1]!;
      const kernel = 1 / (1 + dx * dx + dy * dy);
      sum += kernel;
      const pull = p[i * n + j]! * kernel;
      const square = kernel * kernel;
      pullX += pull * dx;
      pullY += pull * dy;
      pushX += square * dx;
      pushY += square * dy;
      gradient[2 * j]! -= pull * dx;
      gradient[2 * j + 1]! -= pull * dy;
      push[2 * j]! -= square * dx;
      push[2 * j + 1]! -= square * dy;
    }
    gradient[2 * i]! += pullX;
    gradient[2 * i + 1]! += pullY;
    push[2 * i]! += pushX;
    push[2 * i + 1]! += pushY;
  }
  // Every pair was met once, Z counts it twice.
  for (let i = 0; i < 2 * n; i++) gradient[i] = 4 * (exaggeration * gradient[i]! - push[i]! / (2 * sum));
}

/** KL(P‖Q), nats. A kernel that has vanished counts as the smallest there is, as scikit-learn has it. */
export function exactKl(p: Float64Array, y: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 1; i < n; i++) for (let j = 0; j < i; j++) sum += 2 * kernelOf(y, i, j);
  let kl = 0;
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const pij = p[i * n + j]!;
      kl += 2 * pij * Math.log(pij / Math.max(kernelOf(y, i, j) / sum, SMALLEST));
    }
  }
  return kl;
}

function kernelOf(y: Float64Array, i: number, j: number): number {
  const dx = y[2 * i]! - y[2 * j]!;
  const dy = y[2 * i + 1]! - y[2 * j + 1]!;
  return 1 / (1 + dx * dx + dy * dy);
}

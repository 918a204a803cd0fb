/** What is read off the numbers of a step: lengths, cosines, shares of the softmax, ranks. */
import type { BranchTrace, ComparisonTrace } from '../../train/trace_report';

/** Row n of [N,width]. */
export function rowOf(values: Float32Array, n: number, width: number): Float32Array {
  return values.subarray(n * width, (n + 1) * width);
}

export function norm(x: ArrayLike<number>): number {
  let square = 0;
  for (let i = 0; i < x.length; i++) square += x[i]! * x[i]!;
  return Math.sqrt(square);
}

/** 0 where either has no length. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let dot = 0;
  for (let i = 0; i < a.length; i++) dot += a[i]! * b[i]!;
  const lengths = norm(a) * norm(b);
  return lengths === 0 ? 0 : dot / lengths;
}

export interface Shift {
  /** ‖f' − f‖. */
  readonly length: number;
  /** In lengths of f; 0 where f has none. */
  readonly relative: number;
  /** cos(f, f'). */
  readonly cosine: number;
}

/** How far time moved clip n (a row of the branch). */
export function shiftOf({ f, fPrime }: BranchTrace, n: number, dim: number): Shift {
  const [from, to] = [rowOf(f, n, dim), rowOf(fPrime, n, dim)];
  const length = norm(to.map((value, d) => value - from[d]!));
  const own = norm(from);
  return { length, relative: own === 0 ? 0 : length / own, cosine: cosine(from, to) };
}

export interface QueryReading {
  /** s with its positives, their mean where there are several. */
  readonly positive: number;
  /** Share of the softmax that the positives get, each against all else, on the mean; NaN with nothing to compare. */
  readonly share: number;
  /** Place of the positives' mean among all that the query was compared with: 1 is the nearest. */
  readonly rank: number;
  readonly candidates: number;
  /** The column of `others` that is most similar; undefined where there is none. */
  readonly hardest: number | undefined;
}

/** What query r found, where the loss pulls it to clips. */
export function readQuery(comparison: ComparisonTrace, r: number): QueryReading {
  const { positives, perQuery, others, width } = comparison;
  const own = Array.from(rowOf(positives, r, perQuery));
  const rest = rowOf(others, r, width);
  const positive = own.reduce((a, b) => a + b, 0) / own.length;
  const compared = Array.from(rest.keys()).filter((j) => !Number.isNaN(rest[j]));
  const hardest = compared.reduce<number | undefined>(
    (best, j) => (best === undefined || rest[j]! > rest[best]! ? j : best),
    undefined,
  );
  const shares = own.map((s) => 1 / (1 + compared.reduce((sum, j) => sum + Math.exp(rest[j]! - s), 0)));
  return {
    positive,
    share: shares.reduce((a, b) => a + b, 0) / shares.length,
    rank: 1 + compared.filter((j) => rest[j]! > positive).length,
    candidates: 1 + compared.length,
    hardest,
  };
}

export interface CodeReading {
  /** The prototype that the code names first, its share of the code, and what the prediction gives it. */
  readonly prototype: number;
  readonly code: number;
  readonly share: number;
  readonly rank: number;
}

/** What query r predicted of its code, where the loss pulls to a distribution over `others` (SwAV). */
export function readCode({ others, targets, width }: ComparisonTrace, r: number): CodeReading | undefined {
  if (!targets) return undefined;
  const [scores, code] = [rowOf(others, r, width), rowOf(targets, r, width)];
  const prototype = code.reduce((best, share, j) => (share > code[best]! ? j : best), 0);
  return {
    prototype,
    code: code[prototype]!,
    share: 1 / scores.reduce((sum, s) => sum + Math.exp(s - scores[prototype]!), 0),
    rank: 1 + scores.filter((s) => s > scores[prototype]!).length,
  };
}

/** Largest |value| that is a number; 1 where there is none. */
export function scaleOf(values: Float32Array): number {
  return values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0) || 1;
}

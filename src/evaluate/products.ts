/** Dot products of rows, several at once: every value that is read is used for two or four of them. */

/** Rows of a and of b that meet in one call. */
export const TALL = 2;
export const WIDE = 4;

/**
 * Writes a_i · b_j for TALL rows of a from `i` on and WIDE rows of b from `j` on into `tile` [TALL,WIDE]. a and b are
 * row-major with rows of `d` values; all of the rows must be there.
 */
export function productTile(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  d: number,
  tile: Float64Array,
): void {
  const [i0, i1] = [i * d, (i + 1) * d];
  const [j0, j1, j2, j3] = [j * d, (j + 1) * d, (j + 2) * d, (j + 3) * d];
  let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = 0; k < d; k++) {
    const [u, v] = [a[i0 + k]!, a[i1 + k]!];
    const [p, q, r, s] = [b[j0 + k]!, b[j1 + k]!, b[j2 + k]!, b[j3 + k]!];
    s00 += u * p;
    s01 += u * q;
    s02 += u * r;
    s03 += u * s;
    s10 += v * p;
    s11 += v * q;
    s12 += v * r;
    s13 += v * s;
  }
  tile[0] = s00;
  tile[1] = s01;
  tile[2] = s02;
  tile[3] = s03;
  tile[4] = s10;
  tile[5] = s11;
  tile[6] = s12;
  tile[7] = s13;
}

/** The number of rows, at least n, that tiles of both sides fill. */
export function paddedRows(n: number): number {
  return Math.ceil(n / WIDE) * WIDE;
}

/** The lower triangle of x xᵀ [n,n], x [paddedRows(n),d] row-major. The upper one is left 0. */
export function lowerProducts(x: Float64Array, n: number, d: number): Float64Array {
  const result = new Float64Array(n * n);
  const tile = new Float64Array(TALL * WIDE);
  for (let i = 0; i < n; i += TALL) {
    for (let j = 0; j < i + TALL; j += WIDE) {
      productTile(x, i, x, j, d, tile);
      for (let p = i; p < Math.min(i + TALL, n); p++)
        for (let q = j; q < Math.min(j + WIDE, p + 1); q++) result[p * n + q] = tile[(p - i) * WIDE + q - j]!;
    }
  }
  return result;
}

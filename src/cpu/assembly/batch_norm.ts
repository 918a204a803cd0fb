/**
 * AssemblyScript: the passes of batch norm over x [rows, channels], four channels at a time. Sums are float64.
 *
 * All places are addresses in bytes. Tables over channels (mean, scale …) are float32, sums over rows float64; both have
 * room for a whole last vector. `relu` is 0 or 1. Nothing here allocates.
 */

const LANES: usize = 4;

/** Up to four numbers; the others are zeros. */
function loadLanes(at: usize, count: usize): v128 {
  if (count >= LANES) return v128.load(at);
  let lanes = v128.load32_zero(at);
  if (count > 1) lanes = v128.load_lane<f32>(at, lanes, 1, 4);
  if (count > 2) lanes = v128.load_lane<f32>(at, lanes, 2, 8);
  return lanes;
}

function storeLanes(at: usize, lanes: v128, count: usize): void {
  if (count >= LANES) {
    v128.store(at, lanes);
    return;
  }
  v128.store_lane<f32>(at, lanes, 0);
  if (count > 1) v128.store_lane<f32>(at, lanes, 1, 4);
  if (count > 2) v128.store_lane<f32>(at, lanes, 2, 8);
}

/** sums[0 … 3] += lanes. */
function addToSums(sums: usize, lanes: v128): void {
  const high = v128.shuffle<f32>(lanes, lanes, 2, 3, 2, 3);
  v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(lanes)));
  v128.store(sums, f64x2.add(v128.load(sums, 16), f64x2.promote_low_f32x4(high)), 16);
}

/** What the ReLU lets through: dy where y is above zero. */
function passed(dy: usize, y: usize, count: usize, relu: bool): v128 {
  const gradient = loadLanes(dy, count);
  return relu ? v128.and(gradient, f32x4.gt(loadLanes(y, count), f32x4.splat(0))) : gradient;
}

/** sums[c] += Σ over rows of x. */
export function addRows(x: usize, rows: usize, channels: usize, sums: usize): void {
  for (let row: usize = 0; row < rows; row++, x += channels << 2) {
    for (let c: usize = 0; c < channels; c += LANES) {
      addToSums(sums + (c << 3), loadLanes(x + (c << 2), channels - c));
    }
  }
}

/** sums[c] += Σ over rows of (x − mean)². */
export function addSquares(x: usize, rows: usize, channels: usize, mean: usize, sums: usize): void {
  for (let row: usize = 0; row < rows; row++, x += channels << 2) {
    for (let c: usize = 0; c < channels; c += LANES) {
      const centred = f32x4.sub(loadLanes(x + (c << 2), channels - c), v128.load(mean + (c << 2)));
      addToSums(sums + (c << 3), f32x4.mul(centred, centred));
    }
  }
}

/** y = [relu]((x − mean) · scale + shift [+ residual]); a residual at 0 is none. Not a number stays what it is. */
export function normalise(
  x: usize,
  rows: usize,
  channels: usize,
  mean: usize,
  scale: usize,
  shift: usize,
  residual: usize,
  y: usize,
  relu: bool,
): void {
  const zero = f32x4.splat(0);
  let at: usize = 0;
  for (let row: usize = 0; row < rows; row++) {
    for (let c: usize = 0; c < channels; c += LANES) {
      const count = min<usize>(LANES, channels - c);
      const table = c << 2;
      const centred = f32x4.sub(loadLanes(x + at, count), v128.load(mean + table));
      let value = f32x4.add(f32x4.mul(centred, v128.load(scale + table)), v128.load(shift + table));
      if (residual) value = f32x4.add(value, loadLanes(residual + at, count));
      if (relu) value = v128.andnot(value, f32x4.lt(value, zero));
      storeLanes(y + at, value, count);
      at += count << 2;
    }
  }
}

/** With m what the ReLU lets through of dy: sums[c] += Σ m and products[c] += Σ m (x − mean) · inverse. */
export function addGradients(
  dy: usize,
  x: usize,
  y: usize,
  rows: usize,
  channels: usize,
  mean: usize,
  inverse: usize,
  sums: usize,
  products: usize,
  relu: bool,
): void {
  let at: usize = 0;
  for (let row: usize = 0; row < rows; row++) {
    for (let c: usize = 0; c < channels; c += LANES) {
      const count = min<usize>(LANES, channels - c);
      const table = c << 2;
      const m = passed(dy + at, y + at, count, relu);
      const centred = f32x4.sub(loadLanes(x + at, count), v128.load(mean + table));
      addToSums(sums + (c << 3), m);
      addToSums(products + (c << 3), f32x4.mul(m, f32x4.mul(centred, v128.load(inverse + table))));
      at += count << 2;
    }
  }
}

/** dx = scale · (m − shift − along · x̂) with x̂ = (x − mean) · inverse; `masked`, unless 0, takes m. */
export function inputGradient(
  dy: usize,
  x: usize,
  y: usize,
  rows: usize,
  channels: usize,
  mean: usize,
  inverse: usize,
  scale: usize,
  shift: usize,
  along: usize,
  dx: usize,
  masked: usize,
  relu: bool,
): void {
  let at: usize = 0;
  for (let row: usize = 0; row < rows; row++) {
    for (let c: usize = 0; c < channels; c += LANES) {
      const count = min<usize>(LANES, channels - c);
      const table = c << 2;
      const m = passed(dy + at, y + at, count, relu);
      const centred = f32x4.sub(loadLanes(x + at, count), v128.load(mean + table));
      const part = f32x4.mul(f32x4.mul(centred, v128.load(inverse + table)), v128.load(along + table));
      const rest = f32x4.sub(f32x4.sub(m, v128.load(shift + table)), part);
      storeLanes(dx + at, f32x4.mul(v128.load(scale + table), rest), count);
      if (masked) storeLanes(masked + at, m, count);
      at += count << 2;
    }
  }
}

/**
 * AssemblyScript: adds a product of two matrices to a third in tiles of 4 x 8 numbers, which stay in vector registers while
 * the tile's sum grows. Both factors are laid out panel by panel first, so that the innermost loop reads memory in order.
 *
 * Where a matrix's numbers lie is told by two tables of 32-bit integers: element (i, j) is the number rows[i] + columns[j]
 * behind its place. So the windows of a convolution are a matrix that nobody writes out. Both tables ascend. Places and
 * tables are addresses in bytes; sizes are counts. Nothing here allocates, and no number of another place is written.
 */

/** Rows and columns of a tile: 8 vectors of sums, 2 of b and 1 of a are in use at once, of 16 that there are. */
const ROWS: usize = 4;
const COLUMNS: usize = 8;
/** Bytes of a panel for each of the numbers summed over. */
const A_PITCH: usize = 16;
const B_PITCH: usize = 32;
/** Numbers summed over, and columns, that are laid out at once: 256 KB of b, which the second cache holds. */
const DEPTH: usize = 256;
const BREADTH: usize = 256;

/** Bytes of `scratch`. */
export function scratchBytes(): usize {
  return DEPTH * A_PITCH + B_PITCH + DEPTH * BREADTH * 4;
}

/** Entry `i` of a table, in bytes. */
function entry(table: usize, i: usize): usize {
  return (<usize>load<i32>(table + (i << 2))) << 2;
}

/** Whether entries [first, first + count) of a table that ascends lie behind each other without a gap. */
function isRun(table: usize, first: usize, count: usize): bool {
  return entry(table, first + count - 1) - entry(table, first) == (count - 1) << 2;
}

/**
 * Lays out up to four lines of a matrix side by side: to[k * pitch + lane] = from[lanes[lane] + along[k]] for k of
 * [first, first + count). Lanes that are not there become zeros.
 */
function layOut(
  from: usize,
  lanes: usize,
  present: usize,
  along: usize,
  first: usize,
  count: usize,
  to: usize,
  pitch: usize,
): void {
  let k: usize = 0;
  if (present == 4 && isRun(lanes, 0, 4)) {
    from += entry(lanes, 0);
    for (; k < count; k++, to += pitch) v128.store(to, v128.load(from + entry(along, first + k)));
    return;
  }
  if (present == 4) {
    const lane0 = from + entry(lanes, 0);
    const lane1 = from + entry(lanes, 1);
    const lane2 = from + entry(lanes, 2);
    const lane3 = from + entry(lanes, 3);
    while (k < count) {
      const at = entry(along, first + k);
      if (k + 4 <= count && isRun(along, first + k, 4)) {
        // Four numbers of four lines: transposed in registers.
        const a = v128.load(lane0 + at);
        const b = v128.load(lane1 + at);
        const c = v128.load(lane2 + at);
        const d = v128.load(lane3 + at);
        const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
        const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
        const abEnd = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
        const cdEnd = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
        v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
        v128.store(to + pitch, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
        v128.store(to + 2 * pitch, v128.shuffle<f32>(abEnd, cdEnd, 0, 1, 4, 5));
        v128.store(to + 3 * pitch, v128.shuffle<f32>(abEnd, cdEnd, 2, 3, 6, 7));
        k += 4;
        to += 4 * pitch;
      } else {
        store<f32>(to, load<f32>(lane0 + at));
        store<f32>(to, load<f32>(lane1 + at), 4);
        store<f32>(to, load<f32>(lane2 + at), 8);
        store<f32>(to, load<f32>(lane3 + at), 12);
        k += 1;
        to += pitch;
      }
    }
    return;
  }
  for (; k < count; k++, to += pitch) {
    const at = from + entry(along, first + k);
    v128.store(to, f32x4.splat(0));
    for (let lane: usize = 0; lane < present; lane++) {
      store<f32>(to + (lane << 2), load<f32>(at + entry(lanes, lane)));
    }
  }
}

/** Adds two vectors to up to 8 numbers of a line; `spare` takes them where the line has gaps. */
function addToLine(line: usize, columns: usize, count: usize, low: v128, high: v128, spare: usize): void {
  if (count == COLUMNS && isRun(columns, 0, COLUMNS)) {
    line += entry(columns, 0);
    v128.store(line, f32x4.add(v128.load(line), low));
    v128.store(line, f32x4.add(v128.load(line, 16), high), 16);
    return;
  }
  v128.store(spare, low);
  v128.store(spare, high, 16);
  for (let j: usize = 0; j < count; j++) {
    const at = line + entry(columns, j);
    store<f32>(at, load<f32>(at) + load<f32>(spare + (j << 2)));
  }
}

/** Adds panel a [depth,4]ᵀ times panel b [depth,8] to a tile of up to 4 x 8 numbers, line after line: lines may overlap. */
function addTile(
  a: usize,
  b: usize,
  depth: usize,
  to: usize,
  rows: usize,
  rowCount: usize,
  columns: usize,
  columnCount: usize,
  spare: usize,
): void {
  let low0 = f32x4.splat(0);
  let high0 = low0;
  let low1 = low0;
  let high1 = low0;
  let low2 = low0;
  let high2 = low0;
  let low3 = low0;
  let high3 = low0;
  for (const end = a + depth * A_PITCH; a < end; a += A_PITCH, b += B_PITCH) {
    const low = v128.load(b);
    const high = v128.load(b, 16);
    const a0 = v128.load_splat<f32>(a);
    low0 = f32x4.add(low0, f32x4.mul(a0, low));
    high0 = f32x4.add(high0, f32x4.mul(a0, high));
    const a1 = v128.load_splat<f32>(a, 4);
    low1 = f32x4.add(low1, f32x4.mul(a1, low));
    high1 = f32x4.add(high1, f32x4.mul(a1, high));
    const a2 = v128.load_splat<f32>(a, 8);
    low2 = f32x4.add(low2, f32x4.mul(a2, low));
    high2 = f32x4.add(high2, f32x4.mul(a2, high));
    const a3 = v128.load_splat<f32>(a, 12);
    low3 = f32x4.add(low3, f32x4.mul(a3, low));
    high3 = f32x4.add(high3, f32x4.mul(a3, high));
  }
  addToLine(to + entry(rows, 0), columns, columnCount, low0, high0, spare);
  if (rowCount > 1) addToLine(to + entry(rows, 1), columns, columnCount, low1, high1, spare);
  if (rowCount > 2) addToLine(to + entry(rows, 2), columns, columnCount, low2, high2, spare);
  if (rowCount > 3) addToLine(to + entry(rows, 3), columns, columnCount, low3, high3, spare);
}

/** c [m,n] += a [m,k] b [k,n]. The order of additions depends on the sizes alone. */
export function addProduct(
  a: usize,
  aRows: usize,
  aColumns: usize,
  b: usize,
  bRows: usize,
  bColumns: usize,
  c: usize,
  cRows: usize,
  cColumns: usize,
  m: usize,
  n: usize,
  k: usize,
  scratch: usize,
): void {
  const panelOfA = scratch;
  const spare = panelOfA + DEPTH * A_PITCH;
  const panelsOfB = spare + B_PITCH;
  for (let firstColumn: usize = 0; firstColumn < n; firstColumn += BREADTH) {
    const breadth = min<usize>(BREADTH, n - firstColumn);
    for (let first: usize = 0; first < k; first += DEPTH) {
      const depth = min<usize>(DEPTH, k - first);
      for (let j: usize = 0; j < breadth; j += COLUMNS) {
        const panel = panelsOfB + j * depth * 4;
        const lanes = bColumns + ((firstColumn + j) << 2);
        const left = breadth - j;
        layOut(b, lanes, min<usize>(4, left), bRows, first, depth, panel, B_PITCH);
        layOut(
          b,
          lanes + 16,
          left < 4 ? 0 : min<usize>(4, left - 4),
          bRows,
          first,
          depth,
          panel + 16,
          B_PITCH,
        );
      }
      for (let i: usize = 0; i < m; i += ROWS) {
        const rowCount = min<usize>(ROWS, m - i);
        layOut(a, aRows + (i << 2), rowCount, aColumns, first, depth, panelOfA, A_PITCH);
        for (let j: usize = 0; j < breadth; j += COLUMNS) {
          const columns = cColumns + ((firstColumn + j) << 2);
          const columnCount = min<usize>(COLUMNS, breadth - j);
          const panel = panelsOfB + j * depth * 4;
          addTile(panelOfA, panel, depth, c, cRows + (i << 2), rowCount, columns, columnCount, spare);
        }
      }
    }
  }
}

/** Downscaling by area: every new pixel is the mean of the part of the old picture that it covers. */
import type { Size } from './stored';

/** For each new position the old ones it covers, and the share of each in its mean. */
interface Cover {
  /** [n + 1] the shares of position i are shares[ends[i]] … shares[ends[i + 1] − 1]. */
  readonly ends: Int32Array;
  /** [n] first old position. */
  readonly first: Int32Array;
  readonly shares: Float32Array;
}

function coverOf(from: number, to: number): Cover {
  const scale = from / to;
  const ends = new Int32Array(to + 1);
  const first = new Int32Array(to);
  const shares: number[] = [];
  for (let i = 0; i < to; i++) {
    const begin = i * scale;
    const end = Math.min(from, (i + 1) * scale);
    first[i] = Math.floor(begin);
    for (let j = Math.floor(begin); j < Math.ceil(end); j++) {
      shares.push((Math.min(end, j + 1) - Math.max(begin, j)) / (end - begin));
    }
    ends[i + 1] = shares.length;
  }
  return { ends, first, shares: Float32Array.from(shares) };
}

/** Shrinks pictures of one size to another, from RGB (3 channels) or RGBA (4) to RGB. */
export class AreaShrinker {
  readonly #from: Size;
  readonly #to: Size;
  readonly #channels: 3 | 4;
  readonly #across: Cover;
  readonly #down: Cover;
  /** [from.height, to.width, 3] */
  readonly #rows: Float32Array;

  /** @throws RangeError where a side would grow. */
  constructor(from: Size, to: Size, channels: 3 | 4) {
    if (to.width > from.width || to.height > from.height) {
      throw new RangeError(
        `AreaShrinker: expected "to" no larger than "from", got ${from.width}x${from.height} to ${to.width}x${to.height}.`,
      );
    }
    this.#from = from;
    this.#to = to;
    this.#channels = channels;
    this.#across = coverOf(from.width, to.width);
    this.#down = coverOf(from.height, to.height);
    this.#rows = new Float32Array(from.height * to.width * 3);
  }

  /** `source` uint8 [from.height, from.width, channels] → `out` uint8 [to.height, to.width, 3]. */
  shrink(source: Uint8Array | Uint8ClampedArray, out: Uint8Array): void {
    this.#shrinkRows(source);
    this.#shrinkColumns(out);
  }

  #shrinkRows(source: Uint8Array | Uint8ClampedArray): void {
    const { ends, first, shares } = this.#across;
    const { width } = this.#to;
    const rows = this.#rows;
    for (let y = 0; y < this.#from.height; y++) {
      const line = y * this.#from.width;
      for (let x = 0; x < width; x++) {
        let at = (line + first[x]!) * this.#channels;
        let red = 0;
        let green = 0;
        let blue = 0;
        for (let k = ends[x]!; k < ends[x + 1]!; k++, at += this.#channels) {
          const share = shares[k]!;
          red += share * source[at]!;
          green += share * source[at + 1]!;
          blue += share * source[at + 2]!;
        }
        const to = (y * width + x) * 3;
        rows[to] = red;
        rows[to + 1] = green;
        rows[to + 2] = blue;
      }
    }
  }

  #shrinkColumns(out: Uint8Array): void {
    const { ends, first, shares } = this.#down;
    const row = this.#to.width * 3;
    for (let y = 0; y < this.#to.height; y++) {
      for (let x = 0; x < row; x++) {
        let at = first[y]! * row + x;
        let sum = 0;
        for (let k = ends[y]!; k < ends[y + 1]!; k++, at += row) sum += shares[k]! * this.#rows[at]!;
        out[y * row + x] = Math.round(sum);
      }
    }
  }
}

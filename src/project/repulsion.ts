/**
 * Repulsion of t-SNE by Barnes & Hut's tree (van der Maaten 2014, Accelerating t-SNE using tree-based algorithms): far
 * points act as one, so that a step takes O(N log N). Points are sorted along Morton's curve, the tree lies in flat arrays,
 * and it is walked once a leaf, not once a point: the points of a leaf share the list of what acts on them.
 */

/** Points of a leaf at most. */
const LEAF = 8;
/** Bits of a coordinate on Morton's curve: points closer than 1/65536 of the extent may share a leaf, however many they are. */
const BITS = 16;
/** Bits of a pass of the radix sort, and passes. */
const DIGIT = 11;
const PASSES = 3;
/** A node acts as one where the mean square distance of its points from their centroid is below this part of its squared distance. */
const SPREAD = 0.03;

export class Repulsion {
  readonly #n: number;
  /** Indices of the points along the curve, their keys, and room to sort both. */
  #order: Uint32Array;
  #keys: Uint32Array;
  #spareOrder: Uint32Array;
  #spareKeys: Uint32Array;
  readonly #counts = new Uint32Array(1 << DIGIT);
  /** Coordinates along the curve. */
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  /** Nodes in preorder: centroid, mass, mean square spread, box; the node after all of its descendants; its points if it is a leaf. */
  #nodes = 0;
  readonly #centreX: Float64Array;
  readonly #centreY: Float64Array;
  readonly #spread: Float64Array;
  readonly #box: Float64Array;
  readonly #next: Int32Array;
  readonly #begin: Int32Array;
  readonly #end: Int32Array;
  readonly #isLeaf: Uint8Array;
  /** What acts on the points of a leaf: x, y and mass of each. */
  readonly #actors: Float64Array;

  constructor(n: number) {
    this.#n = n;
    [this.#order, this.#keys, this.#spareOrder, this.#spareKeys] = [0, 1, 2, 3].map(
      () => new Uint32Array(n),
    ) as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
    this.#x = new Float64Array(n);
    this.#y = new Float64Array(n);
    // Every inner node parts its points, so there are fewer inner nodes than leaves, and no more leaves than points.
    const most = 2 * n;
    this.#centreX = new Float64Array(most);
    this.#centreY = new Float64Array(most);
    this.#spread = new Float64Array(most);
    this.#box = new Float64Array(4 * most);
    this.#next = new Int32Array(most);
    this.#begin = new Int32Array(most);
    this.#end = new Int32Array(most);
    this.#isLeaf = new Uint8Array(most);
    this.#actors = new Float64Array(4 * n);
  }

  /**
   * With k_ij = 1 / (1 + ‖y_i − y_j‖²), writes Σ_j k_ij² (y_i − y_j) into `force` [n,2] and answers Z = Σ_ij k_ij over i ≠ j.
   * y [n,2], finite.
   */
  at(y: Float64Array, force: Float64Array): number {
    this.#sort(y);
    this.#nodes = 0;
    this.#build(0, this.#n, 2 * BITS - 2);
    let sum = 0;
    for (let node = 0; node < this.#nodes; node++)
      if (this.#isLeaf[node] === 1) sum += this.#actOn(node, this.#gather(node), force);
    // Every point has acted on itself too: with no force, but with a kernel of 1.
    return sum - this.#n;
  }

  /** Brings the points in the order of Morton's curve. */
  #sort(y: Float64Array): void {
    let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let i = 0; i < this.#n; i++) {
      const [px, py] = [y[2 * i]!, y[2 * i + 1]!];
      if (px < left) left = px;
      if (px > right) right = px;
      if (py < low) low = py;
      if (py > high) high = py;
    }
    const side = Math.max(right - left, high - low);
    const scale = side > 0 ? (2 ** BITS - 1) / side : 0;
    for (let i = 0; i < this.#n; i++) {
      this.#order[i] = i;
      this.#keys[i] = interleaved((y[2 * i]! - left) * scale, (y[2 * i + 1]! - low) * scale);
    }
    for (let pass = 0; pass < PASSES; pass++) this.#sortByDigit(pass * DIGIT);
    for (let at = 0; at < this.#n; at++) {
      const i = this.#order[at]!;
      this.#x[at] = y[2 * i]!;
      this.#y[at] = y[2 * i + 1]!;
    }
  }

  #sortByDigit(shift: number): void {
    const counts = this.#counts.fill(0);
    const mask = counts.length - 1;
    for (const key of this.#keys) counts[(key >>> shift) & mask]!++;
    let sum = 0;
    for (let digit = 0; digit < counts.length; digit++) {
      const count = counts[digit]!;
      counts[digit] = sum;
      sum += count;
    }
    for (let i = 0; i < this.#n; i++) {
      const key = this.#keys[i]!;
      const to = counts[(key >>> shift) & mask]!++;
      this.#spareKeys[to] = key;
      this.#spareOrder[to] = this.#order[i]!;
    }
    [this.#keys, this.#spareKeys] = [this.#spareKeys, this.#keys];
    [this.#order, this.#spareOrder] = [this.#spareOrder, this.#order];
  }

  /** Adds the node of these points and all below it. `shift`: where the two bits of the key are that part them. */
  #build(begin: number, end: number, shift: number): void {
    const keys = this.#keys;
    // Levels on which the points do not part have no node.
    while (shift >= 0 && keys[begin]! >>> shift === keys[end - 1]! >>> shift) shift -= 2;
    const node = this.#nodes++;
    this.#begin[node] = begin;
    this.#end[node] = end;
    this.#describe(node);
    const leaf = end - begin <= LEAF || shift < 0;
    this.#isLeaf[node] = leaf ? 1 : 0;
    if (!leaf) {
      for (let from = begin; from < end;) {
        const digit = keys[from]! >>> shift;
        let to = from + 1;
        while (to < end && keys[to]! >>> shift === digit) to++;
        this.#build(from, to, shift - 2);
        from = to;
      }
    }
    this.#next[node] = this.#nodes;
  }

  /** Centroid, spread and box of a node. */
  #describe(node: number): void {
    const [x, y] = [this.#x, this.#y];
    const [begin, end] = [this.#begin[node]!, this.#end[node]!];
    let [sumX, sumY, left, right, low, high] = [0, 0, Infinity, -Infinity, Infinity, -Infinity];
    for (let at = begin; at < end; at++) {
      const [px, py] = [x[at]!, y[at]!];
      sumX += px;
      sumY += py;
      if (px < left) left = px;
      if (px > right) right = px;
      if (py < low) low = py;
      if (py > high) high = py;
    }
    const [cx, cy] = [sumX / (end - begin), sumY / (end - begin)];
    let squares = 0;
    for (let at = begin; at < end; at++) {
      const [dx, dy] = [x[at]! - cx, y[at]! - cy];
      squares += dx * dx + dy * dy;
    }
    this.#centreX[node] = cx;
    this.#centreY[node] = cy;
    this.#spread[node] = squares / (end - begin);
    this.#box[4 * node] = left;
    this.#box[4 * node + 1] = right;
    this.#box[4 * node + 2] = low;
    this.#box[4 * node + 3] = high;
  }

  /** Collects what acts on the points of a leaf, itself included; answers how many they are. */
  #gather(leaf: number): number {
    const [centreX, centreY, spread] = [this.#centreX, this.#centreY, this.#spread];
    const actors = this.#actors;
    const [left, right, low, high] = [0, 1, 2, 3].map((side) => this.#box[4 * leaf + side]!) as [
      number,
      number,
      number,
      number,
    ];
    const nodes = this.#nodes;
    let count = 0;
    let node = 0;
    while (node < nodes) {
      const [cx, cy] = [centreX[node]!, centreY[node]!];
      // To the nearest place of the leaf's box.
      const dx = cx < left ? left - cx : cx > right ? cx - right : 0;
      const dy = cy < low ? low - cy : cy > high ? cy - high : 0;
      if (spread[node]! < SPREAD * (dx * dx + dy * dy)) {
        actors[count++] = cx;
        actors[count++] = cy;
        actors[count++] = this.#end[node]! - this.#begin[node]!;
        actors[count++] = spread[node]!;
        node = this.#next[node]!;
      } else if (this.#isLeaf[node] === 1) {
        for (let at = this.#begin[node]!; at < this.#end[node]!; at++) {
          actors[count++] = this.#x[at]!;
          actors[count++] = this.#y[at]!;
          actors[count++] = 1;
          actors[count++] = 0;
        }
        node = this.#next[node]!;
      } else {
        node++;
      }
    }
    return count;
  }

  /** Writes the forces on the points of a leaf; answers the sum of their kernels. `count`: values of the actors. */
  #actOn(leaf: number, count: number, force: Float64Array): number {
    const actors = this.#actors;
    let sum = 0;
    for (let at = this.#begin[leaf]!; at < this.#end[leaf]!; at++) {
      const [px, py] = [this.#x[at]!, this.#y[at]!];
      let [forceX, forceY] = [0, 0];
      for (let a = 0; a < count; a += 4) {
        const dx = px - actors[a]!;
        const dy = py - actors[a + 1]!;
        const kernel = 1 / (1 + dx * dx + dy * dy);
        const share = actors[a + 2]! * kernel;
        const wide = actors[a + 3]! * kernel;
        sum += share * (1 + wide * (1 - 2 * kernel));
        const push = share * kernel * (1 + wide * (2 - 6 * kernel));
        forceX += push * dx;
        forceY += push * dy;
      }
      const i = this.#order[at]!;
      force[2 * i] = forceX;
      force[2 * i + 1] = forceY;
    }
    return sum;
  }
}

/** The bits of two whole numbers below 2^16 in turns: a key of 32 bits. */
function interleaved(x: number, y: number): number {
  return ((spaced(x) << 1) | spaced(y)) >>> 0;
}

/** The lower 16 bits with a zero between any two. */
function spaced(value: number): number {
  let bits = value & 0xffff;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

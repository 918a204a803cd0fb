/** Pointers on a map as what they mean: pointing, clicking, panning, pinching, drawing a lasso. Knows no DOM. */
import type { Point } from './view';

/** What a gesture does. Places are CSS pixels of the map. */
export interface GestureTarget {
  point(at: Point): void;
  click(at: Point, adding: boolean): void;
  pan(dx: number, dy: number): void;
  zoom(factor: number, at: Point): void;
  /** The line so far, or undefined when it was given up. */
  lasso(line: readonly Point[] | undefined): void;
  /** The line is closed. */
  enclose(line: readonly Point[], adding: boolean): void;
}

interface Press {
  /** Draws a lasso instead of panning. */
  readonly lasso: boolean;
  readonly adding: boolean;
}

/** CSS pixels that a press may wander and still be a click. */
const STILL = 4;
/** CSS pixels between two places of a lasso. */
const STITCH = 3;

export class MapGestures {
  #target: GestureTarget | undefined;
  readonly #pointers = new Map<number, Point>();
  #press: (Press & { readonly from: Point }) | undefined;
  #moved = false;
  #line: Point[] = [];

  setTarget(target: GestureTarget): void {
    this.#target = target;
  }

  down(id: number, at: Point, press: Press): void {
    this.#pointers.set(id, at);
    this.#giveUpLasso();
    if (this.#pointers.size > 1) {
      // Two fingers pinch; neither of them clicks.
      this.#press = undefined;
      return;
    }
    this.#press = { ...press, from: at };
    this.#moved = false;
  }

  move(id: number, at: Point): void {
    const before = this.#pointers.get(id);
    if (!before) {
      this.#target?.point(at);
      return;
    }
    if (this.#pointers.size === 2) this.#pinch(id, before, at);
    else if (this.#press) this.#drag(this.#press, before, at);
    this.#pointers.set(id, at);
  }

  up(id: number, at: Point): void {
    this.#pointers.delete(id);
    const press = this.#press;
    this.#press = undefined;
    if (!press) return;
    if (!this.#moved) this.#target?.click(at, press.adding);
    else if (press.lasso) {
      const line = this.#line;
      this.#giveUpLasso();
      this.#target?.enclose(line, press.adding);
    }
  }

  cancel(id: number): void {
    this.#pointers.delete(id);
    this.#press = undefined;
    this.#giveUpLasso();
  }

  #drag(press: Press & { readonly from: Point }, before: Point, at: Point): void {
    if (!this.#moved && distance(press.from, at) < STILL) return;
    const first = !this.#moved;
    this.#moved = true;
    if (!press.lasso) {
      const from = first ? press.from : before;
      this.#target?.pan(at.x - from.x, at.y - from.y);
      return;
    }
    if (first) this.#line = [press.from];
    if (distance(this.#line.at(-1)!, at) < STITCH) return;
    this.#line.push(at);
    this.#target?.lasso([...this.#line]);
  }

  #pinch(id: number, before: Point, at: Point): void {
    const other = [...this.#pointers].find(([otherId]) => otherId !== id)![1];
    const [far, near] = [distance(at, other), distance(before, other)];
    this.#target?.pan((at.x - before.x) / 2, (at.y - before.y) / 2);
    if (far > 0 && near > 0) {
      this.#target?.zoom(far / near, { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 });
    }
  }

  #giveUpLasso(): void {
    if (this.#line.length === 0) return;
    this.#line = [];
    this.#target?.lasso(undefined);
  }
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Answers the page's calls to the map worker: several maps, in turns. Knows no worker API. */
import type { MapInput, MapLayout, MapService } from '../protocol/map';
import { liveMap, type LiveMap } from './live_map';

/** Milliseconds of steps between two looks at what the page wants. */
const SLICE = 12;
/** Milliseconds between two reports. */
const REPORT_EVERY = 100;

interface ShownMap {
  readonly map: LiveMap;
  moved: boolean;
  /** Steps asked for while it was not ready. */
  owed: number;
}

export class MapInputError extends Error {
  override name = 'MapInputError';
}

function check({ key, features, n, d }: MapInput): void {
  if (n < 4)
    throw new MapInputError(
      `update(input): the map "${key}" has ${n} points, a layout needs at least 4: choose more videos or segments.`,
    );
  if (features.length !== n * d)
    throw new MapInputError(
      `update(input): the map "${key}" has ${features.length} values, expected ${n} x ${d}.`,
    );
  const bad = features.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new MapInputError(
      `update(input): point ${Math.floor(bad / d)} of the map "${key}" holds ${features[bad]}: the features are not finite.`,
    );
}

export class MapWorkerService implements MapService {
  readonly #maps = new Map<string, ShownMap>();
  #report: (layouts: MapLayout[]) => unknown = () => undefined;
  #reporting = false;
  #reportedAt = 0;
  #paused = false;
  #stepsASecond = Infinity;
  #scheduled = false;
  /** When the next step may be taken at a slow pace. */
  #nextStep = 0;

  subscribe(onLayouts: (layouts: MapLayout[]) => void): void {
    this.#report = onLayouts;
  }

  /** @throws MapInputError naming the map and what is wrong with its features. */
  update(input: MapInput): void {
    check(input);
    const known = this.#maps.get(input.key);
    if (known?.map.fits(input)) {
      known.map.update(input);
      known.moved = true;
    } else {
      this.#maps.set(input.key, { map: liveMap(input), moved: true, owed: 0 });
    }
    this.#schedule();
  }

  remove(key: string): void {
    this.#maps.delete(key);
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#schedule();
  }

  setPace(stepsASecond: number): void {
    this.#stepsASecond = stepsASecond;
    this.#nextStep = 0;
  }

  step(n: number): void {
    for (const shown of this.#maps.values()) if (!shown.map.ready) shown.owed += n;
    for (let i = 0; i < n; i++) this.#stepAll(this.#moving());
    this.#schedule();
  }

  #schedule(wait = 0): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setTimeout(() => {
      this.#scheduled = false;
      this.#slice();
    }, wait);
  }

  /** While paused nothing moves, but what has moved before, or is new, is prepared and reported. */
  #slice(): void {
    const slow = Number.isFinite(this.#stepsASecond);
    const end = performance.now() + SLICE;
    this.#prepareOne();
    let moving = this.#paused ? [] : this.#moving();
    if (moving.length > 0 && (!slow || performance.now() >= this.#nextStep)) {
      do {
        this.#stepAll(moving);
        moving = this.#moving();
      } while (moving.length > 0 && !slow && performance.now() < end);
      this.#nextStep = performance.now() + 1000 / this.#stepsASecond;
    }
    const preparing = [...this.#maps.values()].some(({ map }) => map.preparing);
    this.#emit(moving.length === 0 && !preparing);
    if (preparing || (moving.length > 0 && !slow)) this.#schedule();
    else if (moving.length > 0) this.#schedule(Math.max(0, this.#nextStep - performance.now()));
    // Not yet reported: the page is still busy with the last report.
    else if ([...this.#maps.values()].some(({ moved }) => moved)) this.#schedule(REPORT_EVERY / 5);
  }

  /** One map after the other, so that the first is there early. */
  #prepareOne(): void {
    const shown = [...this.#maps.values()].find(({ map }) => map.preparing);
    if (!shown) return;
    shown.map.prepare();
    shown.moved = true;
    if (!shown.map.ready) return;
    for (; shown.owed > 0; shown.owed--) shown.map.step();
  }

  #moving(): ShownMap[] {
    return [...this.#maps.values()].filter(({ map }) => map.ready && !map.settled);
  }

  #stepAll(maps: readonly ShownMap[]): void {
    for (const shown of maps) {
      shown.map.step();
      shown.moved = true;
    }
  }

  /** Reports what moved, unless the page has not taken the last report yet or it is too soon. `last`: nothing will move any more. */
  #emit(last: boolean): void {
    const now = performance.now();
    if (this.#reporting || (!last && now - this.#reportedAt < REPORT_EVERY)) return;
    const layouts: MapLayout[] = [];
    for (const shown of this.#maps.values()) {
      if (!shown.moved || !shown.map.placed) continue;
      shown.moved = false;
      layouts.push(shown.map.layout());
    }
    if (layouts.length === 0) return;
    this.#reportedAt = now;
    this.#reporting = true;
    void Promise.resolve(this.#report(layouts)).finally(() => {
      this.#reporting = false;
    });
  }
}

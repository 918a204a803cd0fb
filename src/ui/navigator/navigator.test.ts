/** The navigator's pure parts: its seconds, the scaling of the heat map, angles, walks, and the mark. */
import { describe, expect, it } from 'vitest';
import { placement } from '../../project/place';
import type { Navigation } from '../../protocol/train';
import { TIME_VARIANTS, type TimeVariant } from '../../time/config';
import { decimal, decimalsApart } from '../format';
import { segmentKey } from '../maps/selection';
import { placeOf, WHOLE } from '../maps/view';
import { closeUp } from './close_up';
import { coefficientMap, coefficientRows, coefficientWords, divergingColour } from './coefficients';
import { drawMarker, type NavigatorMarker } from './marker';
import { labelFinding } from './NearTable';
import { openingSegment } from './opening_segment';
import { anglesTo, relativeShifts, smallest, walkAlong, walked } from './similarity';
import { columnsOf, placeAt, timeGrid } from './time_grid';

/** Clips of 0.4 s to an hour. */
const DURATIONS = [0.4, 1, 2.13, 6.4, 59, 600, 3600];

/** A navigation over `grid` whose coefficient i at place s is `value(i, s)`; D = 2. */
function navigation(
  grid: ReturnType<typeof timeGrid>,
  width: number,
  value: (i: number, s: number) => number,
  basis?: Float32Array,
): Navigation {
  const count = grid.places + 1;
  return {
    runId: 'transform',
    segment: { videoId: 'a', start: 0 },
    seconds: grid.seconds,
    dim: 2,
    f: Float32Array.of(3, 4),
    fPrime: Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? 3 : 4 + grid.seconds[i >> 1]!)),
    width,
    coefficients: Float32Array.from({ length: width * count }, (_, i) =>
      value(i % width, Math.floor(i / width)),
    ),
    basis,
    embeddedAt: 0,
    step: 0,
  };
}

describe('the seconds of the navigator', () => {
  it.each(DURATIONS)(
    'go from 0 to half a clip beyond %d s in round steps, fine enough to drag',
    (duration) => {
      const { seconds, places, step, end } = timeGrid(duration, 0.37);
      expect(seconds).toHaveLength(places + 1);
      expect(seconds[0]).toBe(0);
      expect(seconds[places - 1]).toBeCloseTo(end, 3);
      expect(end).toBeGreaterThanOrEqual(1.5 * duration - 1e-9);
      expect(end).toBeLessThan(1.5 * duration + step);
      expect(places).toBeGreaterThan(90);
      expect(places).toBeLessThanOrEqual(242);
      expect(['1', '2', '5']).toContain(step.toExponential(3)[0]);
    },
  );

  it('end with the own start of the segment, to the bit', () => {
    const start = 1.2345678;
    const { seconds, places } = timeGrid(6, start);
    expect(seconds[places]).toBe(Math.fround(start));
  });

  it.each(DURATIONS)('have about 48 columns for a clip of %d s', (duration) => {
    const grid = timeGrid(duration, 0);
    const columns = columnsOf(grid);
    expect(columns.length).toBeGreaterThan(38);
    expect(columns.length).toBeLessThan(66);
    expect(columns.at(-1)!).toBeLessThan(grid.places);
  });

  it('are found by where the pointer is, and the pointer beside the axis by its ends', () => {
    const grid = timeGrid(6, 0);
    expect([-1, 0, 0.5, 1, 3].map((share) => placeAt(grid, share))).toEqual([
      0,
      0,
      Math.round((grid.places - 1) / 2),
      grid.places - 1,
      grid.places - 1,
    ]);
  });
});

describe('the heat map', () => {
  const grid = timeGrid(6, 1);
  const A = coefficientWords('transform');
  const w = coefficientWords('attention');
  const mapOf = (of: Navigation, words = A, reading: 'value' | 'change' = 'value') =>
    coefficientMap(of, coefficientRows(of, grid), grid, words, reading);

  it('scales by the largest magnitude, of either sign', () => {
    const { scale, values, neutral } = mapOf(navigation(grid, 3, (i, s) => [0.5, -2, s / grid.places][i]!));
    expect([scale, neutral]).toEqual([2, 0]);
    expect(Math.min(...values)).toBe(-2);
    const columns = columnsOf(grid).length;
    expect([values[0], values[columns]]).toEqual([0.5, -2]);
  });

  it('reads weights from the uniform 1/M', () => {
    const { values, neutral } = mapOf(
      navigation(grid, 4, (i) => [0.7, 0.1, 0.1, 0.1][i]!),
      w,
    );
    expect(neutral).toBe(0.25);
    expect(values[0]).toBeCloseTo(0.45);
    expect(values.at(-1)).toBeCloseTo(-0.15);
  });

  it('read as change is zero for what stands still over the clip, however large', () => {
    const { values, scale } = mapOf(
      navigation(grid, 2, (i, s) => (i === 0 ? 50 : grid.seconds[s]!)),
      A,
      'change',
    );
    const columns = columnsOf(grid).length;
    expect(new Set(values.subarray(0, columns))).toEqual(new Set([0]));
    // Beyond the clip the last row goes on rising: from its mean of 3 at the middle to 9 at the end.
    expect(scale).toBeGreaterThan(5.5);
    expect(scale).toBeLessThanOrEqual(6.1);
  });

  it('takes range and mean from the clip, not from beyond it', () => {
    const [row] = coefficientRows(
      navigation(grid, 1, (_, s) => (grid.seconds[s]! > 6 ? 99 : grid.seconds[s]!)),
      grid,
    );
    expect(row!.low).toBe(0);
    expect(row!.high).toBeCloseTo(6, 5);
    expect(row!.mean).toBeCloseTo(3, 1);
  });

  it('shows those that move most where there are too many, in their order', () => {
    const { rows } = mapOf(navigation(grid, 300, (i, s) => (i % 5 === 0 ? (s * (i + 1)) / 1000 : 7)));
    expect(rows).toHaveLength(64);
    const shown = rows.map(({ index }) => index);
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    expect(shown).toEqual(expect.arrayContaining(Array.from({ length: 59 }, (_, i) => 5 * (i + 1))));
  });

  it('has colours that mirror about a neutral one, grow stronger outwards and end at the scale', () => {
    for (const scheme of ['light', 'dark'] as const) {
      const neutral = divergingColour(0, scheme);
      const away = (share: number) =>
        Math.hypot(...divergingColour(share, scheme).map((channel, i) => channel - neutral[i]!));
      for (const sign of [-1, 1]) {
        const strengths = [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => away(sign * share));
        strengths.slice(1).forEach((strength, i) => expect(strength).toBeGreaterThan(strengths[i]!));
        expect(divergingColour(sign * 7, scheme)).toEqual(divergingColour(sign, scheme));
      }
      const [negative, positive] = [divergingColour(-1, scheme), divergingColour(1, scheme)];
      expect(negative[2]).toBeGreaterThan(negative[0]);
      expect(positive[0]).toBeGreaterThan(positive[2]);
    }
  });

  it('has words for every variant', () => {
    for (const variant of Object.keys(TIME_VARIANTS) as TimeVariant[])
      expect(coefficientWords(variant).symbol).toMatch(/^[Awε]$/);
  });
});

describe('what f′ is near to', () => {
  const features = Float32Array.of(2, 0, 0, 5, -1, 0, 1, 1, 0, 0);

  it('is told by angles; a feature of no length is near to nothing', () => {
    const angles = [...anglesTo([3, 0], features)];
    [0, 90, 180, 45, 90].forEach((angle, j) => expect(angles[j]).toBeCloseTo(angle, 6));
    expect([...anglesTo([0, 0], features)]).toEqual([90, 90, 90, 90, 90]);
  });

  it('can be told apart where all cosines read 1.000', () => {
    const along = [0, 0.001, 0.002, 0.005].map((turn) => [Math.cos(turn), Math.sin(turn)]);
    const angles = anglesTo([1, 0], Float32Array.from(along.flat()));
    const digits = decimalsApart([...angles]);
    expect([...angles].map((angle) => decimal(angle, digits))).toEqual(['0.00', '0.06', '0.11', '0.29']);
    expect(decimalsApart([0.12341, 0.12342, 0.5])).toBe(5);
    expect(decimalsApart([0.5, 0.5])).toBe(2);
  });

  it('is ordered, the smallest first, among those that count', () => {
    expect(smallest(Float64Array.of(0.9, 0.1, 0.5), 2)).toEqual([1, 2]);
    expect(smallest(Float64Array.of(0.9, 0.1, 0.5), 2, (j) => j !== 1)).toEqual([2, 0]);
  });

  it('has a shift in lengths of f', () => {
    const grid = timeGrid(6, 2.5);
    const shifts = relativeShifts(navigation(grid, 1, () => 0));
    // f' = f + (0, t), ‖f‖ = 5.
    expect(shifts[0]).toBe(0);
    expect(shifts[grid.places]).toBeCloseTo(0.5, 6);
  });
});

describe('a walk along one direction', () => {
  const grid = timeGrid(6, 2.5);
  // d_1 = (1, 0), d_2 = (0, 2).
  const basis = Float32Array.of(1, 0, 0, 2);

  it('starts at f for magnitudes', () => {
    const walk = walkAlong(
      navigation(grid, 2, () => 0, basis),
      1,
      grid.places,
      false,
    )!;
    expect([...walked(walk, 0.5)]).toEqual([3, 5]);
  });

  it('raises one weight for attention: from f′(t) along f ⊙ d', () => {
    const walk = walkAlong(
      navigation(grid, 2, () => 0, basis),
      1,
      grid.places,
      true,
    )!;
    expect([...walked(walk, 0.5)]).toEqual([3, 6.5 + 0.5 * 4 * 2]);
  });

  it('is not to be had without directions', () => {
    expect(
      walkAlong(
        navigation(grid, 2, () => 0),
        0,
        0,
        false,
      ),
    ).toBeUndefined();
  });
});

describe('the mark', () => {
  const features = Float32Array.of(0, 0, 1, 0, 0, 1, 1, 1);
  const positions = Float32Array.of(-3, 0, 3, 0, 0, 3, 0, -3);
  const marker: NavigatorMarker = {
    key: 'transform/fPrime#2',
    at: placement(features, Float32Array.of(1, 0)),
    way: [placement(features, Float32Array.of(0, 0)), placement(features, Float32Array.of(1, 0))],
    walked: undefined,
  };
  const drawn = (key: string) => {
    const lines: [number, number][] = [];
    const nothing = () => undefined;
    const context = {
      ...{ save: nothing, restore: nothing, beginPath: nothing, closePath: nothing, stroke: nothing },
      ...{ fill: nothing, arc: nothing, rect: nothing, moveTo: nothing },
      lineTo: (x: number, y: number) => lines.push([x, y]),
    };
    drawMarker(
      context as unknown as CanvasRenderingContext2D,
      marker,
      key,
      positions,
      (x, y) => ({ x: 100 + 10 * x, y: 100 - 10 * y }),
      { ink: '#000', background: '#fff' },
    );
    return lines;
  };

  it('stands on the points that it is among, and its way joins them', () => {
    const lines = drawn(marker.key);
    expect(lines.slice(0, 2)).toEqual([
      [70, 100],
      [130, 100],
    ]);
    // The diamond, about the point that f' is at.
    expect(lines.slice(2)).toEqual([
      [138, 100],
      [130, 108],
      [122, 100],
    ]);
  });

  it('is not drawn on another map', () => {
    expect(drawn('transform/f#2')).toEqual([]);
    expect(drawn('transform/fPrime#3')).toEqual([]);
  });
});

describe('the close-up', () => {
  const extent = { x: 100, y: 50 };
  const size = { width: 260, height: 230 };
  const pixels = (points: [number, number][]) => {
    const view = closeUp(points, extent, size);
    return points.map(([x, y]) => placeOf(Float32Array.of(x, y), 0, extent, size, view));
  };

  it('holds its points, and fills one side with them', () => {
    const points: [number, number][] = [
      [60, -20],
      [90, 10],
      [75, 0],
    ];
    const places = pixels(points);
    for (const { x, y } of places) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(size.width);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(size.height);
    }
    const ys = places.map(({ y }) => y);
    expect(Math.max(...ys) - Math.min(...ys)).toBeGreaterThan(0.8 * size.height);
  });

  it('keeps neighbours in sight where the points coincide, and is the whole map where they fill it', () => {
    expect(closeUp([[5, 5]], extent, size)).toEqual({ zoom: 24, x: 5, y: 5 });
    const all: [number, number][] = [
      [-100, 0],
      [100, 0],
    ];
    expect(closeUp(all, extent, size)).toEqual(WHOLE);
  });
});

describe('the navigator opens', () => {
  const segments = ['a', 'b'].flatMap((videoId) => [0, 2, 4].map((start) => ({ videoId, start })));
  const nothing = { videoId: undefined, second: 0 };

  it('on what the player shows, else on what is selected', () => {
    const selected = new Set([segmentKey(segments[5]!)]);
    expect(openingSegment(segments, { videoId: 'b', second: 1.5 }, selected)).toBe(segments[4]);
    expect(openingSegment(segments, { videoId: 'gone', second: 1 }, selected)).toBe(segments[5]);
    expect(openingSegment(segments, nothing, selected)).toBe(segments[5]);
    expect(openingSegment(segments, nothing, new Set())).toBeUndefined();
  });
});

it('the finding about labels says whose label it is, and that this clip is left out', () => {
  const kinships = ['itself', 'clip', 'label', 'label', 'none', 'none', 'none', 'none'] as const;
  const neighbours = kinships.map((kinship, start) => ({ kinship, start }));
  const angles = Float64Array.of(0, 10, 20, 30, 40, 50, 60, 70);
  expect(labelFinding(neighbours, angles)).toContain(
    'This clip left out: of the 5 nearest segments of other clips 2 have the label of this clip; by chance it would be 1.7.',
  );
});

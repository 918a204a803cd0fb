/** The maps' pure parts: colour of time, shapes, extent, motion, picking and walking. */
import { describe, expect, it } from 'vitest';
import type { Segment } from '../../protocol/train';
import type { MapMoment } from '../../session/map_moments';
import { nearestPoint } from './draw';
import { easedExtent, extentOf, scaleOf } from './extent';
import { glide } from './motion';
import { SHAPES, shapesOf } from './shapes';
import { missingAt } from './shown_map';
import { steer } from './steer';
import { timeColour, timeScaleEnd } from './time_colour';
import { MAP_MARGIN, placeOf } from './view';

/** WCAG relative luminance of `rgb(r g b / a)`. */
function luminance(colour: string): number {
  const [r, g, b] = (colour.match(/\d+/g) ?? []).map((channel) => {
    const share = Number(channel) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

describe('the colour of time', () => {
  it('grows lighter all the way, so that it is read without seeing hues', () => {
    for (const scheme of ['light', 'dark'] as const) {
      const lights = Array.from({ length: 21 }, (_, i) => luminance(timeColour(i / 20, scheme)));
      lights.slice(1).forEach((light, i) => expect(light).toBeGreaterThan(lights[i]!));
    }
  });

  it('stands out from the ground at both ends', () => {
    const contrast = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    expect(contrast(luminance(timeColour(1, 'light')), 1)).toBeGreaterThan(1.5);
    expect(contrast(luminance(timeColour(0, 'dark')), luminance('rgb(22 25 29 / 1)'))).toBeGreaterThan(1.5);
  });

  it('holds the ends beyond the scale', () => {
    expect(timeColour(-1, 'light')).toBe(timeColour(0, 'light'));
    expect(timeColour(9, 'light')).toBe(timeColour(1, 'light'));
  });

  it('ends at a round second', () => {
    expect([[0, 3.87], [12.1], [0.31], [0]].map(timeScaleEnd)).toEqual([4, 15, 0.35, 1]);
  });
});

describe('shapes', () => {
  it('go to the labels in the order of the alphabet, whatever came first', () => {
    expect([...shapesOf(['Leave', 'Enter', 'Leave'])]).toEqual([
      ['Enter', 'circle'],
      ['Leave', 'square'],
    ]);
  });

  it('begin again when they are used up', () => {
    const labels = Array.from({ length: SHAPES.length + 1 }, (_, i) => `label ${i}`);
    expect(shapesOf(labels).get(labels.at(-1)!)).toBe('circle');
  });
});

describe('the extent', () => {
  it('is the farthest point in each direction', () => {
    expect(extentOf(Float32Array.of(1, -2, -3, 0.5))).toEqual({ x: 3, y: 2 });
  });

  it('never clips a point', () => {
    expect(easedExtent({ x: 1, y: 1 }, { x: 5, y: 1 }, 16).x).toBe(5);
  });

  it('does not move while the points fill most of it', () => {
    const before = { x: 10, y: 10 };
    expect(easedExtent(before, { x: 8, y: 7.5 }, 1000)).toEqual(before);
  });

  it('comes closer slowly when they fill little of it', () => {
    const later = easedExtent({ x: 10, y: 10 }, { x: 1, y: 1 }, 16);
    expect(later.x).toBeLessThan(10);
    expect(later.x).toBeGreaterThan(9.5);
  });

  it('has the same scale in x and y', () => {
    expect(scaleOf({ x: 4, y: 1 }, 400, 400, 0)).toBe(50);
    expect(scaleOf({ x: 1, y: 4 }, 400, 400, 0)).toBe(50);
  });
});

it('glides half way in half the time, and does not mix points of different maps', () => {
  const [from, to] = [Float32Array.of(0, 0), Float32Array.of(2, -4)];
  expect([...glide(from, to, 75)]).toEqual([1, -2]);
  expect(glide(from, to, 1000)).toBe(to);
  expect(glide(Float32Array.of(1), to, 75)).toBe(to);
});

describe('pointing', () => {
  const positions = Float32Array.of(0, 0, 1, 1);
  const size = { width: 200, height: 200 };
  const extent = { x: 1, y: 1 };

  it('puts the origin in the middle and y upwards', () => {
    expect(placeOf(positions, 0, extent, size)).toEqual({ x: 100, y: 100 });
    expect(placeOf(positions, 1, extent, size)).toEqual({ x: 200 - MAP_MARGIN, y: MAP_MARGIN });
  });

  it('finds the nearest point within reach, or none', () => {
    expect(nearestPoint(positions, extent, size, { x: 105, y: 103 }, 16)).toBe(0);
    expect(nearestPoint(positions, extent, size, { x: 140, y: 60 }, 16)).toBe(-1);
  });
});

describe('arrow keys', () => {
  const segments: Segment[] = ['a', 'b'].flatMap((videoId) => [0, 1, 2].map((start) => ({ videoId, start })));

  it('go along a video and stop at its ends', () => {
    expect(steer(segments, 1, 'ArrowRight')).toBe(2);
    expect(steer(segments, 2, 'ArrowRight')).toBe(2);
    expect(steer(segments, 3, 'ArrowLeft')).toBe(3);
    expect([steer(segments, 4, 'Home'), steer(segments, 4, 'End')]).toEqual([3, 5]);
  });

  it('go to the same place in the next video, round and round', () => {
    expect(steer(segments, 1, 'ArrowDown')).toBe(4);
    expect(steer(segments, 4, 'ArrowDown')).toBe(1);
    expect(steer(segments, 1, 'ArrowUp')).toBe(4);
  });

  it('begin at the first point, and leave other keys alone', () => {
    expect(steer(segments, -1, 'ArrowRight')).toBe(0);
    expect(steer(segments, -1, 'Tab')).toBeUndefined();
    expect(steer(segments, 1, 'Tab')).toBeUndefined();
    expect(steer([], -1, 'ArrowRight')).toBeUndefined();
  });
});

it('a run that joined later says that it has no map of the moment before', () => {
  const moment = { step: 10, positions: {}, scores: { base: {} } } as unknown as MapMoment;
  expect(missingAt(moment, 'base')).toBe('This space was not on show at step 10.');
  expect(missingAt(moment, 'addition')).toBe('This run joined later: it has no map of step 10.');
});

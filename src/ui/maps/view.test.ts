/** Zoom, pan and lasso on the plane, and what pointers on a map mean. */
import { describe, expect, it } from 'vitest';
import { MapGestures, type GestureTarget } from './gestures';
import { isInside, panned, placeOf, WHOLE, zoomed, type Point } from './view';

const SIZE = { width: 300, height: 200 };
const EXTENT = { x: 2, y: 1 };
const POSITIONS = Float32Array.of(1.5, -0.5);

describe('the view', () => {
  it('zooms about a place that stays where it is', () => {
    const at = placeOf(POSITIONS, 0, EXTENT, SIZE);
    const view = zoomed(zoomed(WHOLE, 3, at, EXTENT, SIZE), 1.7, at, EXTENT, SIZE);
    expect(view.zoom).toBeCloseTo(5.1);
    const after = placeOf(POSITIONS, 0, EXTENT, SIZE, view);
    expect(after.x).toBeCloseTo(at.x);
    expect(after.y).toBeCloseTo(at.y);
  });

  it('moves with the hand', () => {
    const view = zoomed(WHOLE, 4, { x: 150, y: 100 }, EXTENT, SIZE);
    const before = placeOf(POSITIONS, 0, EXTENT, SIZE, view);
    const after = placeOf(POSITIONS, 0, EXTENT, SIZE, panned(view, 12, -7, EXTENT, SIZE));
    expect(after.x - before.x).toBeCloseTo(12);
    expect(after.y - before.y).toBeCloseTo(-7);
  });

  it('is the whole map when zoomed out, and never leaves the points', () => {
    expect(zoomed({ zoom: 2, x: 1, y: 1 }, 0.1, { x: 0, y: 0 }, EXTENT, SIZE)).toEqual(WHOLE);
    expect(panned(WHOLE, 50, 50, EXTENT, SIZE)).toEqual(WHOLE);
    const far = panned({ zoom: 3, x: 0, y: 0 }, -1e6, 1e6, EXTENT, SIZE);
    expect(far).toEqual({ zoom: 3, x: EXTENT.x, y: EXTENT.y });
    expect(zoomed(WHOLE, 1e9, { x: 0, y: 0 }, EXTENT, SIZE).zoom).toBe(40);
  });
});

it('a lasso holds what is inside, also where it is hollow', () => {
  const hollow = [
    [0, 0],
    [10, 0],
    [10, 10],
    [6, 10],
    [6, 4],
    [4, 4],
    [4, 10],
    [0, 10],
  ].map(([x, y]): Point => ({ x: x!, y: y! }));
  const inside = (x: number, y: number) => isInside(hollow, { x, y });
  expect([inside(2, 8), inside(8, 8), inside(5, 2)]).toEqual([true, true, true]);
  expect([inside(5, 8), inside(-1, 5), inside(11, 5)]).toEqual([false, false, false]);
  expect(isInside([], { x: 0, y: 0 })).toBe(false);
});

describe('pointers', () => {
  function recorded() {
    const calls: string[] = [];
    const place = ({ x, y }: Point) => `${x},${y}`;
    const target: GestureTarget = {
      point: (at) => calls.push(`point ${place(at)}`),
      click: (at, adding) => calls.push(`click ${place(at)}${adding ? ' adding' : ''}`),
      pan: (dx, dy) => calls.push(`pan ${dx},${dy}`),
      zoom: (factor, at) => calls.push(`zoom ${factor} ${place(at)}`),
      lasso: (line) => calls.push(line ? `lasso ${line.length}` : 'no lasso'),
      enclose: (line, adding) => calls.push(`enclose ${line.map(place).join(' ')}${adding ? ' adding' : ''}`),
    };
    const gestures = new MapGestures();
    gestures.setTarget(target);
    return { calls, gestures };
  }
  const PLAIN = { lasso: false, adding: false };

  it('point while no button is down, and click when they hardly moved', () => {
    const { calls, gestures } = recorded();
    gestures.move(1, { x: 1, y: 1 });
    gestures.down(1, { x: 1, y: 1 }, { lasso: true, adding: true });
    gestures.move(1, { x: 3, y: 2 });
    gestures.up(1, { x: 3, y: 2 });
    expect(calls).toEqual(['point 1,1', 'click 3,2 adding']);
  });

  it('pan by as much as they moved, and then do not click', () => {
    const { calls, gestures } = recorded();
    gestures.down(1, { x: 0, y: 0 }, PLAIN);
    gestures.move(1, { x: 3, y: 0 });
    gestures.move(1, { x: 10, y: 0 });
    gestures.move(1, { x: 10, y: 5 });
    gestures.up(1, { x: 10, y: 5 });
    expect(calls).toEqual(['pan 10,0', 'pan 0,5']);
  });

  it('draw a lasso, which a cancelled pointer gives up', () => {
    const { calls, gestures } = recorded();
    const draw = () => {
      gestures.down(1, { x: 0, y: 0 }, { lasso: true, adding: false });
      gestures.move(1, { x: 10, y: 0 });
      gestures.move(1, { x: 10, y: 10 });
    };
    draw();
    gestures.up(1, { x: 10, y: 10 });
    expect(calls).toEqual(['lasso 2', 'lasso 3', 'no lasso', 'enclose 0,0 10,0 10,10']);
    calls.length = 0;
    draw();
    gestures.cancel(1);
    expect(calls).toEqual(['lasso 2', 'lasso 3', 'no lasso']);
  });

  it('pinch about the middle of two fingers, and neither clicks', () => {
    const { calls, gestures } = recorded();
    gestures.down(1, { x: 0, y: 0 }, PLAIN);
    gestures.down(2, { x: 10, y: 0 }, PLAIN);
    gestures.move(2, { x: 20, y: 0 });
    gestures.up(1, { x: 0, y: 0 });
    gestures.up(2, { x: 20, y: 0 });
    expect(calls).toEqual(['pan 5,0', 'zoom 2 10,0']);
  });
});

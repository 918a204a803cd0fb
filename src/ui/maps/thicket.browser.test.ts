/** Thousands of points as pixels of our own, held against the paths that the browser fills. */
import { expect, test } from 'vitest';
import { categoryColours } from './category_colour';
import { drawMap, type MapScene, type MapStyle } from './draw';
import { SHAPES } from './shapes';
import { Thicket } from './thicket';

const N = 1600;
const seed = Math.floor(Math.random() * 1e6);
let state = seed;
/** A linear congruence: the maps' own streams are not what is tested. */
function uniform(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}

const colours = categoryColours(7, 'light');
const segments = Array.from({ length: N }, (_, i) => ({ videoId: `v${i % 40}`, start: i }));
const scene: MapScene = {
  positions: Float32Array.from({ length: 2 * N }, () => 2 * uniform() - 1),
  segments,
  shapes: new Map(segments.map(({ videoId }, i) => [videoId, SHAPES[i % SHAPES.length]!])),
  colourOf: ({ start }, alpha) => `rgb(${colours[start % colours.length]!} / ${alpha})`,
  strengthOf: ({ start }) => [1, 0.3, 0.12][start % 3]!,
  highlights: [segments[3]!],
  extent: { x: 1, y: 1 },
};

function drawn(ratio: number, changes: Partial<MapScene>, thicket?: Thicket): ImageData {
  const [width, height] = [301, 203];
  const context = new OffscreenCanvas(Math.round(width * ratio), Math.round(height * ratio)).getContext(
    '2d',
  )!;
  const style: MapStyle = {
    ...{ width, height, ratio, radius: 5, background: '#16191d', ink: '#f4f5f6' },
    ...(thicket && { drawThicket: (...points) => thicket.draw(context, ...points) }),
  };
  const target = context as unknown as CanvasRenderingContext2D;
  drawMap(target, { ...scene, ...changes }, style);
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
}

/** Mean difference of a channel, 0..255, and the share of pixels that differ by more than an edge's softness. */
function difference(a: ImageData, b: ImageData): { mean: number; far: number } {
  let [sum, far] = [0, 0];
  a.data.forEach((value, i) => {
    sum += Math.abs(value - b.data[i]!);
    if (Math.abs(value - b.data[i]!) > 64) far++;
  });
  return { mean: sum / a.data.length, far: far / a.data.length };
}

// Whole, and close up with points that the edges cut and many that are beyond them.
test.each([
  [1, {}],
  [2, {}],
  [1.25, { view: { zoom: 3, x: 0.4, y: -0.3 } }],
])('at %f device pixels the points are where paths would be, in their colours and shapes', (ratio, view) => {
  const { mean, far } = difference(drawn(ratio, view, new Thicket()), drawn(ratio, view));
  expect(mean, `seed ${seed}`).toBeLessThan(4);
  expect(far, `seed ${seed}`).toBeLessThan(0.005);
});

test('an image in store is used until what it shows has changed', () => {
  const thicket = new Thicket();
  let looks = 0;
  const colourOf: MapScene['colourOf'] = (segment, alpha) => {
    looks++;
    return scene.colourOf(segment, alpha);
  };
  const first = drawn(1, { colourOf, highlights: [] }, thicket);
  expect(looks).toBe(N);
  // The same strengths from another function are no change.
  const strengthOf: MapScene['strengthOf'] = (segment) => scene.strengthOf(segment);
  expect(difference(drawn(1, { colourOf, strengthOf, highlights: [] }, thicket), first).mean).toBe(0);
  expect(looks).toBe(N);
  const changes: Partial<MapScene>[] = [
    { strengthOf: () => 0.5 },
    { shapes: new Map() },
    { positions: scene.positions.map((value) => -value) },
    { view: { zoom: 2, x: 0.1, y: 0.2 } },
    { colourOf: (_, alpha) => `rgb(1 2 3 / ${alpha})` },
  ];
  for (const change of changes) {
    const now = { colourOf, highlights: [], ...change };
    expect(difference(drawn(1, now, thicket), drawn(1, now, new Thicket())).mean).toBe(0);
  }
});

test('a colour in other words is refused by name', () => {
  expect(() => drawn(1, { colourOf: () => 'teal' }, new Thicket())).toThrow(/"teal"/);
});

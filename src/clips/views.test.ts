import { expect, test } from 'vitest';
import { frameAt, type VideoFrames } from '../video/frames';
import { PRESETS } from '../runs/config';
import { centralCrop, viewOf, latestStart, plainView, renderView, uniformStarts, type View } from './views';

const config = PRESETS.paperMoco.train.clips;
const plain = { mean: [0, 0, 0], deviation: [1, 1, 1] } as const;

/** T frames of H x W whose pixel is a function of frame, row, column and channel, 0 … 255. */
function video(
  count: number,
  height: number,
  width: number,
  pixel: (t: number, y: number, x: number, c: number) => number,
  fps = 10,
): VideoFrames {
  const rgb = new Uint8Array(count * height * width * 3);
  let at = 0;
  for (let t = 0; t < count; t++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) for (let c = 0; c < 3; c++) rgb[at++] = pixel(t, y, x, c);
  return {
    rgb,
    count,
    height,
    width,
    seconds: Float64Array.from({ length: count }, (_, i) => i / fps),
    duration: count / fps,
  };
}

function rendered(source: VideoFrames, view: View, frames: number, size: number, stride = 0.1): Float32Array {
  const out = new Float32Array(frames * size * size * 3);
  renderView(source, view, stride, { frames, size, ...plain }, out);
  return out;
}

test('a view is drawn alike from its name alone, and other names give other views', () => {
  const size = { frames: 8 };
  const source = { width: 80, height: 60, duration: 6 };
  const name = { seed: 3, step: 7, video: 2, clip: 1 };
  expect(viewOf(name, config, size, source)).toEqual(viewOf({ ...name }, config, size, source));
  for (const other of [{ seed: 4 }, { step: 8 }, { video: 3 }, { clip: 0 }]) {
    expect(viewOf({ ...name, ...other }, config, size, source)).not.toEqual(
      viewOf(name, config, size, source),
    );
  }
});

test('crops stay inside the picture and keep area and aspect within bounds', () => {
  for (let step = 0; step < 300; step++) {
    const source = { width: 114, height: 64, duration: 6 };
    const { crop } = viewOf({ seed: 1, step, video: 0, clip: 0 }, config, { frames: 8 }, source);
    expect(crop.left).toBeGreaterThanOrEqual(0);
    expect(crop.top).toBeGreaterThanOrEqual(0);
    expect(crop.left + crop.width).toBeLessThanOrEqual(1 + 1e-9);
    expect(crop.top + crop.height).toBeLessThanOrEqual(1 + 1e-9);
    const aspect = (crop.width * source.width) / (crop.height * source.height);
    expect(aspect).toBeGreaterThan(3 / 4 - 1e-9);
    expect(aspect).toBeLessThan(4 / 3 + 1e-9);
    expect(crop.width * crop.height).toBeGreaterThan(0.2 - 1e-9);
    expect(crop.width * crop.height).toBeLessThan(0.766 + 1e-9);
  }
});

test('starts are seconds: the same at any frame rate, the last clip ends with the video', () => {
  const stride = 8 / 30;
  expect(latestStart(6, 8, stride)).toBeCloseTo(6 - 64 / 30);
  expect(uniformStarts(6, 8, stride, 3)).toEqual([0, (6 - 64 / 30) / 2, 6 - 64 / 30]);
  for (const fps of [10, 30]) {
    const source = video(6 * fps, 2, 2, (t) => (10 * t) / fps, fps);
    const out = rendered(source, plainView(1, source), 4, 1, stride);
    // Frames at 1, 1.267, 1.533, 1.8 s of a picture whose brightness is 10 a second.
    [1, 1.267, 1.533, 1.8].forEach((second, t) =>
      expect(Math.abs(out[t * 3]! * 255 - 10 * second)).toBeLessThanOrEqual(1.01),
    );
  }
});

test('a video shorter than a clip starts at 0 and repeats its last frame', () => {
  expect(latestStart(0.5, 8, 0.25)).toBe(0);
  const source = video(3, 1, 1, (t) => 50 * (t + 1));
  expect(
    [...rendered(source, plainView(0, source), 6, 1)]
      .filter((_, i) => i % 3 === 0)
      .map((v) => Math.round(v * 255)),
  ).toEqual([50, 100, 150, 150, 150, 150]);
  expect(frameAt(source.seconds, 99)).toBe(2);
});

test('a view of the whole picture at its own size is the picture, and a flip mirrors it', () => {
  const source = video(1, 4, 4, (_, y, x, c) => 16 * y + 4 * x + c);
  const whole = plainView(0, source);
  const same = rendered(source, whole, 1, 4).map((v) => Math.round(v * 255));
  expect([...same]).toEqual([...source.rgb]);
  const mirrored = rendered(source, { ...whole, flipped: true }, 1, 4).map((v) => Math.round(v * 255));
  for (let y = 0; y < 4; y++)
    for (let x = 0; x < 4; x++) expect(mirrored[(y * 4 + x) * 3]).toBe(source.rgb[(y * 4 + 3 - x) * 3]);
});

test('shrinking averages: a fine checkerboard becomes grey, not black or white', () => {
  const source = video(1, 32, 32, (_, y, x) => ((x + y) % 2) * 255);
  for (const value of rendered(source, plainView(0, source), 1, 8)) expect(value).toBeCloseTo(0.5, 1);
});

test('grey makes the channels equal; brightness and contrast act as torchvision defines them', () => {
  const source = video(2, 4, 4, (t, y, x, c) => 20 + 10 * t + 7 * y + 3 * x + 40 * c);
  const whole = plainView(0, source);
  const grey = rendered(source, { ...whole, grey: true }, 2, 4);
  for (let i = 0; i < grey.length; i += 3) expect(new Set(grey.slice(i, i + 3)).size).toBe(1);
  const darker = rendered(
    source,
    { ...whole, colours: { brightness: 0.5, contrast: 1, saturation: 1, hue: 0 } },
    2,
    4,
  );
  darker.forEach((v, i) => expect(v).toBeCloseTo((source.rgb[i]! / 255) * 0.5, 5));
  const flat = rendered(
    source,
    { ...whole, colours: { brightness: 1, contrast: 0, saturation: 1, hue: 0 } },
    2,
    4,
  );
  // Contrast 0 leaves each frame's mean grey.
  expect(new Set(flat.slice(0, 48)).size).toBe(1);
  expect(flat[0]).not.toBeCloseTo(flat[48]!, 4);
});

test('a third of a turn of the hue sends red to green', () => {
  const source = video(1, 1, 1, (_t, _y, _x, c) => (c === 0 ? 255 : 0));
  const turned = rendered(
    source,
    { ...plainView(0, source), colours: { brightness: 1, contrast: 1, saturation: 1, hue: 1 / 3 } },
    1,
    1,
  );
  expect([...turned].map((v) => Math.round(v * 255))).toEqual([0, 255, 0]);
});

test('blur keeps the mean of an even picture and spreads a point', () => {
  const point = video(1, 15, 15, (_, y, x) => (y === 7 && x === 7 ? 255 : 0));
  const out = rendered(point, { ...plainView(0, point), blur: 1 }, 1, 15);
  const at = (y: number, x: number) => out[(y * 15 + x) * 3]!;
  expect(at(7, 7)).toBeCloseTo(1 / (2 * Math.PI), 2);
  expect(at(7, 8) / at(7, 7)).toBeCloseTo(Math.exp(-0.5), 2);
  expect(out.reduce((a, b) => a + b, 0)).toBeCloseTo(3, 3);
});

test('the blur is a tenth of a pixel to two pixels wide, on as many views as the setting says', () => {
  const source = { width: 80, height: 60, duration: 6 };
  const blurs = Array.from(
    { length: 400 },
    (_, step) => viewOf({ seed: 1, step, video: 0, clip: 0 }, config, { frames: 8 }, source).blur,
  );
  const blurred = blurs.filter((sigma) => sigma > 0);
  expect(Math.abs(blurred.length / blurs.length - config.blur)).toBeLessThan(0.1);
  expect(Math.min(...blurred)).toBeGreaterThanOrEqual(0.1);
  expect(Math.min(...blurred)).toBeLessThan(0.2);
  expect(Math.max(...blurred)).toBeLessThanOrEqual(2);
  expect(Math.max(...blurred)).toBeGreaterThan(1.9);
});

test('the plain view is the central square', () => {
  expect(centralCrop(160, 80)).toEqual({ left: 0.25, top: 0, width: 0.5, height: 1 });
});

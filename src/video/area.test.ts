import { expect, test } from 'vitest';
import { AreaShrinker } from './area';

const ramp = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 37 + ((i * i) % 91)) % 256);

/** The definition, as slowly as it can be written: each new pixel sums every old one by the area they share. */
function expected(
  source: Uint8Array,
  w: number,
  h: number,
  W: number,
  H: number,
  channels: number,
): number[] {
  const out: number[] = [];
  const overlap = (a: number, b: number, c: number, d: number) =>
    Math.max(0, Math.min(b, d) - Math.max(a, c));
  for (let Y = 0; Y < H; Y++) {
    for (let X = 0; X < W; X++) {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let y = 0; y < h; y++) {
          const tall = overlap((Y * h) / H, ((Y + 1) * h) / H, y, y + 1);
          for (let x = 0; x < w; x++) {
            const wide = overlap((X * w) / W, ((X + 1) * w) / W, x, x + 1);
            sum += tall * wide * source[(y * w + x) * channels + c]!;
          }
        }
        out.push(sum / ((w / W) * (h / H)));
      }
    }
  }
  return out;
}

test.each([
  [8, 6, 4, 3, 3],
  [7, 5, 3, 2, 4],
  [320, 18, 114, 6, 4],
  [5, 5, 5, 5, 3],
  [9, 4, 1, 1, 3],
] as const)('%ix%i to %ix%i (%i channels) is the mean over areas', (w, h, W, H, channels) => {
  const source = ramp(w * h * channels);
  const out = new Uint8Array(W * H * 3);
  new AreaShrinker({ width: w, height: h }, { width: W, height: H }, channels).shrink(source, out);
  expected(source, w, h, W, H, channels).forEach((value, i) => {
    expect(Math.abs(out[i]! - value)).toBeLessThan(0.51);
  });
});

test('white stays white', () => {
  const out = new Uint8Array(114 * 64 * 3);
  new AreaShrinker({ width: 320, height: 180 }, { width: 114, height: 64 }, 4).shrink(
    new Uint8Array(320 * 180 * 4).fill(255),
    out,
  );
  expect(out.every((value) => value === 255)).toBe(true);
});

test('it refuses to enlarge', () => {
  expect(() => new AreaShrinker({ width: 4, height: 4 }, { width: 5, height: 4 }, 3)).toThrow(/4x4 to 5x4/);
});

import { expect, test } from 'vitest';
import { PRESETS } from '../runs/config';
import { viewsOfStep } from './batches';
import { pictureOfView } from './view_pictures';
import { renderView } from './views';

const config = { ...PRESETS.interactive.train.clips, batch: 2, perVideo: 2, blur: 1 };
const size = { frames: 3, size: 16, mean: [0.4, 0.5, 0.6], deviation: [0.2, 0.25, 0.3] } as const;
const videos = Array.from({ length: 5 }, (_, v) => ({
  id: `v${v}`,
  frames: {
    rgb: Uint8Array.from({ length: 20 * 24 * 32 * 3 }, (_, i) => (i * 7 + v * 31 + (i >> 7)) % 256),
    count: 20,
    height: 24,
    width: 32,
    seconds: Float64Array.from({ length: 20 }, (_, i) => i / 10),
    duration: 2,
  },
}));

test('a view drawn again alone is the one that was trained on, before its normalisation', () => {
  const drawn = viewsOfStep(videos, 3, 4, config, size);
  expect(drawn).toHaveLength(4);
  const [, key] = drawn;
  const { source, view } = key!;
  const pixels = new Float32Array(3 * 16 * 16 * 3);
  renderView(source.frames, view, config.stride, size, pixels);
  const picture = pictureOfView(key!, config, size);
  expect(picture).toMatchObject({ clip: 1, videoId: source.id, start: view.start });
  expect(picture.strip.rgb).toHaveLength(3 * 16 * 16 * 3);
  picture.strip.rgb.forEach((value, i) => {
    const channel = (i % 3) as 0 | 1 | 2;
    const trained = pixels[i]! * size.deviation[channel] + size.mean[channel];
    expect(Math.abs(Math.min(1, Math.max(0, trained)) - value / 255)).toBeLessThan(0.6 / 255);
  });
});

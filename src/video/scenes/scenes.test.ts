import { expect, test } from 'vitest';
import { opennessAt, renderScene, SceneRenderer } from './render';
import { describeScene } from './scene';
import { Stage } from './stage';
import type { VideoFrames } from '../frames';

const SEED = 5;
const scenes = Array.from({ length: 24 }, (_, index) => describeScene(SEED, index));
const videos = scenes.map(renderScene);

/** Pixels that differ by more than the grain from the room without anybody in it, with the door as it is then. */
function pixelsOfPerson(index: number, frame: number): number {
  const { rgb, width, height, seconds } = videos[index]!;
  const stage = new Stage(scenes[index]!, width, height);
  stage.setDoor(opennessAt(scenes[index]!.action, seconds[frame]!));
  let pixels = 0;
  for (let i = 0; i < width * height * 3; i += 3) {
    let difference = 0;
    for (let c = 0; c < 3; c++)
      difference += Math.abs(rgb[frame * width * height * 3 + i + c]! - stage.rgb[i + c]!);
    if (difference > 20) pixels++;
  }
  return pixels;
}

/** Grey levels of a frame. */
function greyOf({ rgb, width, height }: VideoFrames, frame: number): Float64Array {
  const first = frame * width * height * 3;
  return Float64Array.from({ length: width * height }, (_, pixel) => {
    const at = first + 3 * pixel;
    return (rgb[at]! + rgb[at + 1]! + rgb[at + 2]!) / 3;
  });
}

/** Mean difference of two frames, grey levels. */
const apart = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;

test('a video has 60 frames in 6 seconds, none of them blank', () => {
  for (const { rgb, count, width, height, seconds, duration } of videos) {
    expect([count, width, height, duration]).toEqual([60, 64, 48, 6]);
    expect(rgb).toHaveLength(60 * 64 * 48 * 3);
    expect(seconds[59]).toBeCloseTo(5.9);
    for (const frame of [0, 30, 59]) {
      const grey = greyOf({ rgb, count, width, height, seconds, duration }, frame);
      const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
      expect(mean).toBeGreaterThan(40);
      expect(mean).toBeLessThan(230);
      expect(
        apart(
          grey,
          grey.map(() => mean),
        ),
      ).toBeGreaterThan(8);
    }
  }
});

test('the same seed gives the same bytes, and another seed others', () => {
  const again = renderScene(describeScene(SEED, 3)).rgb;
  expect(Buffer.compare(again, videos[3]!.rgb)).toBe(0);
  const other = renderScene(describeScene(SEED + 1, 3));
  expect(apart(greyOf(other, 0), greyOf(videos[3]!, 0))).toBeGreaterThan(15);
});

test('frames have the same bytes in whatever order they are drawn', () => {
  const renderer = new SceneRenderer(describeScene(SEED, 3));
  renderer.draw([57, 20, 2, 20]);
  expect(renderer.video.rgb.subarray(-3 * 64 * 48).every((value) => value === 0)).toBe(true);
  expect(Buffer.compare(renderer.drawAll().rgb, videos[3]!.rgb)).toBe(0);
});

test('half of the 64 videos enter and half leave, by turns within a round of rooms', () => {
  const labels = Array.from({ length: 64 }, (_, index) => describeScene(SEED, index).label);
  expect(labels.filter((label) => label === 'Enter')).toHaveLength(32);
  for (let index = 1; index < 64; index++)
    if (index % 24 !== 0) expect(labels[index]).not.toBe(labels[index - 1]);
});

test('who enters is not in the first frame but in the last, who leaves the other way round', () => {
  scenes.forEach(({ label }, index) => {
    const [without, within] = label === 'Enter' ? [0, 59] : [59, 0];
    // A sliding leaf may leave a chink.
    expect(pixelsOfPerson(index, without)).toBeLessThanOrEqual(2);
    expect(pixelsOfPerson(index, within)).toBeGreaterThan(20);
  });
});

test('the person moves all the time that they are in the room', () => {
  scenes.forEach(({ label }, index) => {
    const frames = label === 'Enter' ? [40, 44, 48, 52, 56, 59] : [0, 4, 8, 12, 16];
    const greys = frames.map((frame) => greyOf(videos[index]!, frame));
    const moved = greys.slice(1).map((grey, i) => {
      const before = greys[i]!;
      return grey.reduce(
        (pixels, value, pixel) => pixels + (Math.abs(value - before[pixel]!) > 12 ? 1 : 0),
        0,
      );
    });
    expect(Math.max(...moved)).toBeGreaterThan(5);
  });
});

test('without colour too, a frame is nearer to its own video than to any other room', () => {
  const greys = videos.map((video) => [0, 20, 40, 59].map((frame) => greyOf(video, frame)));
  greys.forEach((own, index) => {
    const within = Math.max(...own.flatMap((a) => own.map((b) => apart(a, b))));
    const others = greys.filter((_, other) => other !== index);
    const nearest = Math.min(...others.flatMap((other) => other.flatMap((a) => own.map((b) => apart(a, b)))));
    expect(nearest).toBeGreaterThan(1.5 * within);
  });
});

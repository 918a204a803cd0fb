/** What a training step is timed on. */
import { renderScene } from '../src/video/scenes/render';
import { describeScene } from '../src/video/scenes/scene';

const VIDEOS = 16;

export function scenes() {
  return Array.from({ length: VIDEOS }, (_, i) => ({
    id: `scene ${i}`,
    frames: renderScene(describeScene(0, i)),
  }));
}

/** Median milliseconds of steps behind the first two, which compile and fill the pools. */
export async function stepMilliseconds(step: () => Promise<unknown>, steps: number): Promise<number> {
  await step();
  await step();
  const found: number[] = [];
  for (let i = 0; i < steps; i++) {
    const began = performance.now();
    await step();
    found.push(performance.now() - began);
  }
  return found.sort((a, b) => a - b)[steps >> 1]!;
}

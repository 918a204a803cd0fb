/** What the train worker holds on the GPU: about what the plan announces, whatever was trained before. */
import { expect, it } from 'vitest';
import { randomStream } from '../random/stream';
import { PRESETS } from '../runs/config';
import { noiseVideo } from '../video/noise';
import type { TrainConfig } from './config';
import { bytesOnGpu } from './device';
import { TrainWorkerService } from './service';

/** Of the bytes held to those planned: how far the plan may be off. */
const MOST_OVER_PLAN = 1.3;
const VIDEOS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

const base = PRESETS.interactive.train;
function ofSize(size: number): TrainConfig {
  return {
    ...base,
    encoder: { ...base.encoder, width: 0.0625, frames: 4, size },
    clips: { ...base.clips, batch: 4 },
  };
}

it('a training holds what was planned for it, and nothing of one of other shapes before it', async () => {
  const service = new TrainWorkerService();
  const failures: string[] = [];
  const { port1, port2 } = new MessageChannel();
  service.connect(port2);
  service.subscribe((event) => {
    if (event.kind === 'failed') failures.push(event.message);
  });
  expect(await service.open('gpu')).toMatchObject({ ok: true });
  VIDEOS.forEach((id, i) => port1.postMessage({ kind: 'add', id, frames: noiseVideo(randomStream(41, i)) }));
  // 35 segments: the last pass of the maps is not full.
  await service.setMap({ videoIds: VIDEOS, segments: 5, everySteps: 100 });
  const held: number[] = [];
  for (const size of [20, 16, 20]) {
    const config = ofSize(size);
    await service.prepare(config, VIDEOS);
    await service.run(2);
    await service.embed();
    const { gpuBytes } = await service.plan(config, VIDEOS);
    held.push(bytesOnGpu());
    expect(bytesOnGpu() / gpuBytes, `${size} pixels`).toBeLessThan(MOST_OVER_PLAN);
  }
  expect(held[2]).toBe(held[0]);
  expect(failures).toEqual([]);
});

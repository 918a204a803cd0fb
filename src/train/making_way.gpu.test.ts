/** The train worker tells at once that it embeds, leaves an embedding that nobody will look at, and refuses what the adapter cannot hold. */
import { expect, it } from 'vitest';
import type { TrainEvent } from '../protocol/train';
import { randomStream } from '../random/stream';
import { PRESETS } from '../runs/config';
import { noiseVideo } from '../video/noise';
import type { TrainConfig } from './config';
import { bytesOnGpu } from './device';
import { TrainWorkerService } from './service';

const VIDEOS = ['a', 'b', 'c', 'd'];
const base = PRESETS.interactive.train;
const small: TrainConfig = {
  ...base,
  encoder: { ...base.encoder, width: 0.0625, frames: 2, size: 8 },
  time: { ...base.time, directions: 3, hidden: 8 },
  clips: { ...base.clips, batch: 3 },
};

it('embeddings tell whose they are; one of points that are others by now makes way; what is too large is never made', async () => {
  const service = new TrainWorkerService();
  const events: TrainEvent[] = [];
  let onEvent: (event: TrainEvent) => void = () => undefined;
  const { port1, port2 } = new MessageChannel();
  service.connect(port2);
  service.subscribe((event) => {
    events.push(event);
    onEvent(event);
  });
  expect(await service.open('gpu')).toMatchObject({ ok: true });
  VIDEOS.forEach((id, i) => port1.postMessage({ kind: 'add', id, frames: noiseVideo(randomStream(43, i)) }));
  await service.setMap({ videoIds: ['a'], segments: 3, everySteps: 100 });
  await service.prepare(small, VIDEOS);

  const begun = new Promise<void>((resolve) => {
    onEvent = (event) => event.kind === 'progress' && event.done > 0 && resolve();
  });
  const long = service.setMap({ videoIds: VIDEOS, segments: 60, everySteps: 100 });
  await begun;
  await Promise.all([long, service.setMap({ videoIds: ['b', 'c'], segments: 3, everySteps: 100 })]);
  const embeddings = events.filter((event) => event.kind === 'embedding');
  expect(embeddings.map(({ videoIds }) => videoIds)).toEqual([['a'], ['b', 'c']]);
  expect(embeddings.map(({ config }) => config)).toEqual([small, small]);
  const progress = events.filter((event) => event.kind === 'progress');
  expect(progress.filter(({ done }) => done === 0).map(({ total }) => total)).toEqual([3, 240, 6]);

  const before = bytesOnGpu();
  const { encoder, clips } = base;
  const huge: TrainConfig = {
    ...small,
    encoder: { ...encoder, architecture: 'r3d_18', width: 1, frames: 32, size: 224 },
    clips: { ...clips, batch: 64 },
  };
  const many = Array.from({ length: 64 }, (_, i) => `v${i}`);
  const { problems, refusal } = await service.plan(huge, many);
  expect(refusal).toMatch(/^One buffer of this training would take \d.* GiB, and the adapter holds /);
  expect(problems[0]).toBe(refusal);
  await service.prepare(huge, many);
  expect(events.at(-1)).toEqual({ kind: 'failed', message: refusal });
  expect(bytesOnGpu()).toBe(before);
});

/** What is kept of a training that goes on: all its runs at one step, from which they go on with the very numbers. */
import { beforeAll, expect, test } from 'vitest';
import type { TrainEvent } from '../protocol/train';
import { randomStream } from '../random/stream';
import { PRESETS } from '../runs/config';
import { noiseVideo } from '../video/noise';
import { runsFrom } from './checkpoint';
import type { TrainConfig } from './config';
import { TrainWorkerService } from './service';

const base = PRESETS.interactive.train;
const config: TrainConfig = {
  ...base,
  encoder: { ...base.encoder, width: 0.0625, frames: 4, size: 16 },
  time: { ...base.time, directions: 5, hidden: 12 },
  contrast: { ...base.contrast, headHidden: 12, headOut: 8 },
  clips: { ...base.clips, batch: 4 },
};
const VIDEOS = ['a', 'b', 'c', 'd', 'e', 'f'];

type StepEvent = TrainEvent & { kind: 'step' };

const service = new TrainWorkerService();
let steps: StepEvent[] = [];
const newest = () => steps.at(-1)?.step ?? 0;
let isToFail = false;
const failures: string[] = [];
/** Called with each step, while the next one is on its way. */
let onStep: () => void = () => undefined;

beforeAll(async () => {
  const { port1, port2 } = new MessageChannel();
  service.connect(port2);
  service.subscribe((event) => {
    if (event.kind === 'failed') {
      if (!isToFail) throw new Error(event.message);
      failures.push(event.message);
    }
    if (event.kind !== 'step') return;
    steps.push(event);
    onStep();
  });
  expect(await service.open('gpu')).toMatchObject({ ok: true });
  VIDEOS.forEach((id, i) => port1.postMessage({ kind: 'add', id, frames: noiseVideo(randomStream(97, i)) }));
});

const lossesOf = ({ runs }: StepEvent) => runs.map(({ id, loss }) => [id, loss]);

const stepOf = async (moment: ReturnType<TrainWorkerService['moment']>) => (await moment)?.step;

test('a moment of a training under way is of one step, and goes on with the numbers of the training itself', async () => {
  await service.prepare(config, VIDEOS);
  const asked: ReturnType<TrainWorkerService['moment']>[] = [];
  onStep = () => {
    if (steps.length === 2) asked.push(service.moment(0, 0));
  };
  await service.run(5);
  onStep = () => undefined;
  const { step, runs } = (await asked[0])!;
  expect(runs.map(({ id }) => id)).toEqual(['base', 'transform']);
  expect(step).toBeGreaterThanOrEqual(2);
  expect(step).toBeLessThan(5);
  const files = runs.map(({ bytes }) => bytes);
  expect(runsFrom(files).step).toBe(step);
  const next = steps.find((event) => event.step === step + 1)!;
  steps = [];
  await service.resumeRuns(files);
  await service.run(1);
  expect(lossesOf(steps[0]!)).toEqual(lossesOf(next));
});

test('the first comes with the first step that is asked for, the next when it is due, or as soon as it rests', async () => {
  await service.prepare(config, VIDEOS);
  let [first, second]: (number | undefined)[] = [];
  const whole = service.moment(0, 60_000).then(async (moment) => {
    first = moment?.step;
    second = await stepOf(service.moment(1, 60_000));
  });
  await service.run(4);
  await whole;
  expect([first, second]).toEqual([1, 4]);
  // Nothing is newer than that, until there is.
  const third = service.moment(4, 0);
  await service.run(2);
  expect(await stepOf(third)).toBe(5);
});

test('a question that can no more be answered is answered with nothing', async () => {
  await service.prepare(config, VIDEOS);
  const overtaken = service.moment(0, 0);
  const ended = service.moment(0, 0);
  expect(await overtaken).toBeUndefined();
  await service.prepare(config, VIDEOS);
  expect(await ended).toBeUndefined();
});

test('weights of a step that failed are not handed out', async () => {
  const { optimiser } = config;
  await service.prepare(
    { ...config, optimiser: { ...optimiser, learningRate: 1e30, warmupSteps: 0 } },
    VIDEOS,
  );
  steps = [];
  isToFail = true;
  await service.run(8);
  isToFail = false;
  expect(failures).toHaveLength(1);
  const moment = service.moment(newest(), 0);
  await service.prepare(config, VIDEOS);
  expect(await moment).toBeUndefined();
});

/** Saved encoders and runs: what comes back takes the same next step to the last bit, and what does not fit is refused. */
import { beforeAll, expect, test } from 'vitest';
import { openGpu } from '../gpu/device';
import { randomStream } from '../random/stream';
import { PRESETS } from '../runs/config';
import { noiseVideo } from '../video/noise';
import { readSafetensors } from '../weights/safetensors';
import { writeSafetensors } from '../weights/safetensors_write';
import {
  encoderFile,
  encoderFrom,
  encoderMismatch,
  inspectCheckpoint,
  runFile,
  runFrom,
  runsFrom,
} from './checkpoint';
import type { TrainConfig } from './config';
import { Trainer } from './trainer';

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

const base = PRESETS.interactive.train;
const small: TrainConfig = {
  ...base,
  encoder: { ...base.encoder, width: 0.0625, frames: 4, size: 16 },
  time: { ...base.time, directions: 5, hidden: 12 },
  contrast: { ...base.contrast, headHidden: 12, headOut: 8, predictorHidden: 10, prototypes: 7 },
  clips: { ...base.clips, batch: 4 },
  optimiser: { ...base.optimiser, warmupSteps: 3, totalSteps: 9 },
};

const noise = (seed: number) => noiseVideo(randomStream(98, seed));
const videos = Array.from({ length: 12 }, (_, i) => ({ id: `v${i}`, frames: noise(i) }));
const segments = videos.slice(0, 2).map(({ frames }) => ({ frames, start: 0.5 }));

type Contrast = TrainConfig['contrast'];
type Optimiser = TrainConfig['optimiser'];
const cases: [Contrast['framework'], Optimiser['name'], 0 | 1][] = [
  ['moco', 'adamw', 1],
  ['moco', 'sgd', 0],
  ['byol', 'lars', 1],
  ['swav', 'sgd', 1],
];

test.each(cases)(
  '%s with %s: a saved run takes the same next steps (run %i)',
  async (framework, name, place) => {
    const config = {
      ...small,
      runs: [small.runs[place]!],
      contrast: { ...small.contrast, framework },
      optimiser: { ...small.optimiser, name },
    };
    const trainer = new Trainer(config, videos.length);
    // Two steps leave the queue half full: what is absent must come back as absent.
    await trainer.step(videos);
    await trainer.step(videos);
    const id = config.runs[0]!.variant;
    const { run, state } = await trainer.state(id);
    const bytes = runFile({ config, run, fromSeed: true }, state);

    expect(inspectCheckpoint(bytes)).toMatchObject({
      family: 'torchvision',
      width: 0.0625,
      run: { id, step: 2, config, fromSeed: true },
    });
    const saved = runFrom(bytes);
    expect(saved.state).toEqual(state);
    // Another number of videos would make another queue: the saved one counts.
    const resumed = new Trainer(saved.config, 5, { saved: new Map([[id, saved.state]]) });
    expect(resumed.steps).toBe(2);
    for (let i = 0; i < 2; i++) expect(await resumed.step(videos)).toEqual(await trainer.step(videos));
    expect(await resumed.state(id)).toEqual(await trainer.state(id));
    trainer.dispose();
    resumed.dispose();
  },
);

test('a saved encoder starts every run with the features it had, and the seed makes the rest', async () => {
  const trainer = new Trainer(small, videos.length);
  for (let i = 0; i < 3; i++) await trainer.step(videos);
  const { run, state } = await trainer.state('transform');
  const bytes = encoderFile({ config: small, run, fromSeed: true }, state);
  const { metadata, tensors } = readSafetensors(bytes);
  expect(metadata).toMatchObject({
    format: 'pt',
    kind: 'ltn-encoder',
    run: 'transform',
    seed: '0',
    step: '3',
  });
  expect(JSON.parse(metadata.config!)).toEqual({ ...small, runs: [run] });
  expect(tensors.get('stem.1.num_batches_tracked')!.data).toEqual(BigInt64Array.of(3n));
  expect(inspectCheckpoint(bytes)).not.toHaveProperty('run');

  const started = new Trainer(small, videos.length, { encoder: encoderFrom(bytes).values });
  const features = async (of: Trainer) => (await of.embed(segments, () => undefined)).map(({ f }) => f);
  const [, moved] = await features(trainer);
  expect(await features(started)).toEqual([moved, moved]);
  const seeded = new Trainer(small, videos.length);
  const start = (await started.state('transform')).state;
  const fresh = (await seeded.state('transform')).state;
  const encoderSize = encoderFrom(bytes).values.parameters.length;
  expect(start.query.parameters.slice(encoderSize)).toEqual(fresh.query.parameters.slice(encoderSize));
  expect(start.key).toEqual(start.query);
  for (const each of [trainer, started, seeded]) each.dispose();
});

test('what does not fit is refused with a sentence', async () => {
  const trainer = new Trainer(small, videos.length);
  const { run, state } = await trainer.state('base');
  trainer.dispose();
  const encoder = encoderFile({ config: small, run, fromSeed: true }, state);
  const whole = runFile({ config: small, run, fromSeed: false }, state);
  const found = encoderFrom(encoder);
  expect(encoderMismatch(found, small.encoder)).toBeUndefined();
  expect(encoderMismatch(found, { ...small.encoder, width: 0.125 })).toMatch(
    /at width 0.0625.*at width 0.125/,
  );
  expect(() => runFrom(encoder)).toThrow(/not a run that was saved here/);

  const { tensors, metadata } = readSafetensors(whole);
  const without = (name: string) => new Map([...tensors].filter(([other]) => other !== name));
  const again = (name: string, meta = metadata) => writeSafetensors(without(name), meta);
  expect(() => runFrom(again('key.head.layers.0.bias'))).toThrow(
    /"key.head.layers.0.bias" \[12\] is missing/,
  );
  expect(() => runFrom(again('optimiser.1.encoder.stem.0.weight'))).toThrow(/optimiser.1.encoder.stem.0/);
  expect(() => runFrom(again('queue.filled'))).toThrow(/"queue.filled" is -1/);
  const odd = JSON.stringify({ ...small, runs: [run], speed: 3 });
  expect(() => runFrom(again('', { ...metadata, config: odd }))).toThrow(/speed/);
  expect(() => runFrom(again('', { ...metadata, step: 'x' }))).toThrow(/after how many steps/);
});

test('runs of one training go on in lock-step, to the last bit; those of others are refused', async () => {
  const both: TrainConfig = {
    ...small,
    runs: [
      { variant: 'base', orthogonal: true },
      { variant: 'transform', orthogonal: true },
    ],
  };
  const trainer = new Trainer(both, videos.length);
  const saved = async (fromSeed = true) =>
    Promise.all(
      ['base', 'transform'].map(async (id) => {
        const { run, state } = await trainer.state(id);
        return runFile({ config: both, run, fromSeed }, state);
      }),
    );
  await trainer.step(videos);
  const [early] = await saved();
  await trainer.step(videos);
  const files = await saved();
  const { config, step, states, fromSeed } = runsFrom(files);
  expect({ config, step, fromSeed }).toEqual({ config: both, step: 2, fromSeed: true });
  const [, unknown] = await saved(false);
  expect(runsFrom([files[0]!, unknown!]).fromSeed).toBe(false);
  const resumed = new Trainer(config, videos.length, { saved: states });
  expect(await resumed.step(videos)).toEqual(await trainer.step(videos));
  expect(() => runsFrom([early!, files[1]!])).toThrow(
    'The runs base (step 1) and transform (step 2) are not of one training and step',
  );
  trainer.dispose();
  resumed.dispose();
});

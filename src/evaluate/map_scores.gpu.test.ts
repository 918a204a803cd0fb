/** The scores of maps and probes beside those of before the first step: the same numbers that were there then, on whatever clips. */
import { beforeAll, describe, expect, test } from 'vitest';
import { openTrainDevice } from '../train/device';
import { plainTurn } from '../train/embedder';
import { mapSegments } from '../train/map_segments';
import { Trainer } from '../train/trainer';
import type { TrainConfig } from '../train/config';
import { randomStream } from '../random/stream';
import { PRESETS } from '../runs/config';
import { noiseVideo } from '../video/noise';
import { MapScores } from './map_scores';
import { Probing } from './probing';
import { PROBES, type Measured, type ProbeReport } from './score';

const base = PRESETS.interactive.train;
const config: TrainConfig = {
  ...base,
  encoder: { ...base.encoder, width: 0.0625, frames: 4, size: 16 },
  time: { ...base.time, directions: 5, hidden: 12 },
  contrast: { ...base.contrast, headHidden: 12, headOut: 8 },
  clips: { ...base.clips, batch: 4 },
  optimiser: { ...base.optimiser, warmupSteps: 0 },
};
const videos = ['a', 'b', 'c', 'd', 'e', 'f'].map((id, i) => ({
  id,
  frames: noiseVideo(randomStream(97, i)),
}));
const frameOf = (id: string) => videos.find((video) => video.id === id)?.frames;
const of = (...videoIds: string[]) => mapSegments(frameOf, { videoIds, segments: 5 }, config);

type Scored = Awaited<ReturnType<MapScores['of']>>;

/** Every score of every run: R² of t and τ of f, f' and the components. */
function scoresOf({ runs }: Scored): Measured[] {
  return runs
    .flatMap(({ scores }) => [scores, scores.order])
    .flatMap(({ f, fPrime, encoded, invariant }) => [f, fPrime, encoded, invariant])
    .filter((score) => score !== undefined);
}
const bare = (score: Measured) =>
  score.kind === 'score' && { value: score.value, low: score.low, high: score.high };
const startOf = (score: Measured, name = 'untrained') => {
  const control = score.kind === 'score' ? score.controls.find((other) => other.name === name) : undefined;
  return control && { value: control.value, low: control.low, high: control.high };
};

async function trained(steps: number): Promise<Trainer> {
  const trainer = new Trainer(config, videos.length);
  for (let i = 0; i < steps; i++) await trainer.step(videos);
  return trainer;
}

beforeAll(async () => {
  expect(await openTrainDevice('gpu')).toMatchObject({ ok: true });
});

describe('the untrained encoder', () => {
  test('is its own control at step 0, and stands beside each score of the same clips from then on', async () => {
    const passes: string[] = [];
    const scores = new MapScores();
    const trainer = await trained(0);
    const clips = of('a', 'b', 'c', 'd');
    const before = await scores.of(trainer, clips, (what) => passes.push(what));
    expect(before.withoutStart).toBeUndefined();
    expect(scoresOf(before)).toHaveLength(2 * (2 + 4));
    expect(scoresOf(before).map((score) => startOf(score))).toEqual(Array(12).fill(undefined));
    await trainer.step(videos);
    await trainer.step(videos);
    const after = await scores.of(trainer, clips, (what) => passes.push(what));
    expect(scoresOf(after).map((score) => startOf(score))).toEqual(scoresOf(before).map(bare));
    expect(scoresOf(after).map(bare)).not.toEqual(scoresOf(before).map(bare));
    // What was measured at step 0 is not made once more.
    expect([...new Set(passes)]).toEqual(['Embedding segments']);
    trainer.dispose();
  });

  test('is scored on other clips too, once, when they are chosen after the first step', async () => {
    const passes: string[] = [];
    const scores = new MapScores();
    const [trainer, fresh] = [await trained(2), await trained(0)];
    const clips = of('b', 'c', 'e');
    const after = await scores.of(trainer, clips, (what) => passes.push(what));
    const before = await new MapScores().of(fresh, clips, () => undefined);
    expect(scoresOf(after).map((score) => startOf(score))).toEqual(scoresOf(before).map(bare));
    const second = passes.length;
    expect(passes).toContain('Embedding segments before the first step');
    await scores.of(trainer, clips, (what) => passes.push(what));
    expect(passes.slice(second)).not.toContain('Embedding segments before the first step');
    for (const each of [trainer, fresh]) each.dispose();
  });
});

test('beside the probes stands what they told before the first step, though they are made two steps after it', async () => {
  const probed = videos.map(({ id }, i) => ({ id, label: 'ab'[i % 2]!, person: undefined }));
  const hooks = { onProgress: () => undefined, turn: plainTurn, isInUse: () => true };
  const probe = (trainer: Trainer) => new Probing().report(trainer, probed, frameOf, hooks);
  const all = ({ runs }: ProbeReport) =>
    runs.flatMap(({ f, fPrime }) => PROBES.flatMap((name) => [f[name], fPrime[name]]));
  const trainer = await trained(0);
  const before = all(await probe(trainer));
  for (let i = 0; i < 2; i++) await trainer.step(videos);
  const after = all(await probe(trainer));
  expect(before.filter(({ kind }) => kind === 'score')).toHaveLength(2 * 2 * 4);
  expect(after.map((score) => startOf(score))).toEqual(before.map(bare));
  expect(after.map(bare)).not.toEqual(before.map(bare));
  trainer.dispose();
});

describe('runs that did not start here', () => {
  test('have it where they started from the seed, and else say why not', async () => {
    const trainer = await trained(2);
    const clips = of('a', 'b', 'c');
    const expected = await new MapScores().of(trainer, clips, () => undefined);
    const saved = new Map(
      await Promise.all(trainer.runIds.map(async (id) => [id, (await trainer.state(id)).state] as const)),
    );
    const known = new Trainer(config, videos.length, { saved, savedFromSeed: true });
    const unknown = new Trainer(config, videos.length, { saved, savedFromSeed: false });
    const ofKnown = await new MapScores().of(known, clips, () => undefined);
    expect(scoresOf(ofKnown)).toEqual(scoresOf(expected));
    const ofUnknown = await new MapScores().of(unknown, clips, () => undefined);
    expect(ofUnknown.withoutStart).toMatch(/does not say which encoder/);
    expect(scoresOf(ofUnknown).map((score) => startOf(score))).toEqual(Array(12).fill(undefined));
    expect(scoresOf(ofUnknown).map(bare)).toEqual(scoresOf(expected).map(bare));
    for (const each of [trainer, known, unknown]) each.dispose();
  });

  test('are held against the encoder that was loaded, under a name of its own', async () => {
    const other = await trained(2);
    const { parameters, mean, variance } = (await other.state('base')).state.query;
    const started = () => new Trainer(config, videos.length, { encoder: { parameters, mean, variance } });
    const [trainer, fresh] = [started(), started()];
    await trainer.step(videos);
    const clips = of('a', 'b', 'c');
    const after = await new MapScores().of(trainer, clips, () => undefined);
    const before = await new MapScores().of(fresh, clips, () => undefined);
    expect(scoresOf(after).map((score) => startOf(score, 'as loaded'))).toEqual(scoresOf(before).map(bare));
    for (const each of [other, trainer, fresh]) each.dispose();
  });
});

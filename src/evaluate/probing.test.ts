/** The probes' control of before the first step: made once for a training and its clips, and of the same videos as the score. */
import { expect, test } from 'vitest';
import { randomStream } from '../random/stream';
import { PRESETS } from '../runs/config';
import type { Embedding } from '../train/embedder';
import type { Trainer } from '../train/trainer';
import { noiseVideo } from '../video/noise';
import { Probing, ProbesOverrun } from './probing';
import { beforeTraining, PROBES, type Measured, type ProbedVideo, type ProbeReport } from './score';

const [seed, dim] = [3, 10];
const frames = noiseVideo(randomStream(97, 0));
const frameOf = (id: string) => (id === 'gone' ? undefined : frames);
const videos = ['a', 'b', 'c', 'd', 'e', 'f', 'gone'].map((id, i): ProbedVideo => ({
  id,
  label: i % 2 === 0 ? 'Enter' : 'Leave',
  person: undefined,
}));

/** Random features, other ones at each step; f of all runs is the same before the first. `embedded` names what was encoded. */
function training(steps: number, start: Trainer['start'] = 'seed') {
  const embedded: string[] = [];
  const features = (count: number, ...of: number[]) => {
    const stream = randomStream(94, ...of);
    return Float32Array.from({ length: count * dim }, () => stream.normal());
  };
  const embedding = (id: string, count: number, step: number, f: Float32Array): Embedding => ({
    id,
    f,
    fPrime: features(count, step, 2, id.length),
    fPrimeAtConstantT: features(count, step, 3, id.length),
  });
  const trainer = {
    steps,
    start,
    dim,
    config: { ...PRESETS.interactive.train, seed },
    ids: ['base', 'transform'],
    async embed(segments, onProgress, turn) {
      const { steps: step } = trainer;
      embedded.push(`step ${step}`);
      const f = await turn!(() => Promise.resolve(features(segments.length, step, 1)));
      onProgress(segments.length, segments.length);
      return trainer.ids.map((id) => embedding(id, segments.length, step, f));
    },
    async embedUntrained(ids, segments, onProgress, turn, known) {
      if (!known) embedded.push('step 0');
      const f = known ?? (await turn(() => Promise.resolve(features(segments.length, 0, 1))));
      if (!known) onProgress(segments.length, segments.length);
      return ids.map((id) => embedding(id, segments.length, 0, f));
    },
  } as Pick<Trainer, 'dim' | 'start' | 'embed' | 'embedUntrained'> & {
    steps: number;
    config: Trainer['config'];
    ids: string[];
  };
  return { trainer, embedded };
}

const progress: [number, number][] = [];
const hooks = {
  onProgress: (done: number, total: number) => progress.push([done, total]),
  turn: <T>(pass: () => Promise<T>) => pass(),
  isInUse: () => true,
};
const ask = (probing: Probing, { trainer }: ReturnType<typeof training>, of = videos, how = hooks) =>
  probing.report(trainer as unknown as Trainer, of, frameOf, how);

const scoresOf = ({ runs }: ProbeReport): Measured[] =>
  runs.flatMap(({ f, fPrime }) => PROBES.flatMap((probe) => [f[probe], fPrime[probe]]));
const bare = (score: Measured) =>
  score.kind === 'score' && { name: 'untrained', value: score.value, low: score.low, high: score.high };

test('every score of f and f′ has that of the untrained encoder on the same clips beside it, with its interval', async () => {
  const [before, after] = [await ask(new Probing(), training(0)), await ask(new Probing(), training(5))];
  expect(scoresOf(before).map(beforeTraining)).toEqual(Array(16).fill(undefined));
  expect(scoresOf(after).map(beforeTraining)).toEqual(scoresOf(before).map(bare));
  expect(scoresOf(after).map(bare)).not.toEqual(scoresOf(before).map(bare));
  expect([before.withoutStart, after.withoutStart]).toEqual([undefined, undefined]);
});

test('it is made once, or not at all where step 0 was probed, and its clips count in the progress', async () => {
  const late = training(5);
  const probing = new Probing();
  progress.length = 0;
  await ask(probing, late);
  expect(progress).toEqual([
    [36, 72],
    [72, 72],
  ]);
  late.trainer.steps = 9;
  await ask(probing, late);
  expect(late.embedded).toEqual(['step 5', 'step 0', 'step 9']);
  expect(progress.at(-1)).toEqual([36, 36]);

  const early = training(0);
  await ask(probing, early);
  early.trainer.steps = 5;
  const after = await ask(probing, early);
  expect(early.embedded).toEqual(['step 0', 'step 5']);
  expect(scoresOf(after).map(beforeTraining)).toEqual(
    scoresOf(await ask(new Probing(), training(5))).map(beforeTraining),
  );
});

test('a run that joins has it without another pass, other labels score it anew, other clips embed anew', async () => {
  const going = training(5);
  const probing = new Probing();
  await ask(probing, going);
  going.trainer.ids = ['base', 'transform', 'addition'];
  const joined = await ask(probing, going);
  expect(scoresOf(joined).map(beforeTraining)).toEqual(Array(24).fill(expect.anything()));
  expect(going.embedded).toEqual(['step 5', 'step 0', 'step 5']);

  const relabelled = videos.map((video, i) => ({ ...video, label: i < 3 ? 'Enter' : 'Leave' }));
  const other = await ask(probing, going, relabelled);
  const fresh = training(5);
  fresh.trainer.ids = going.trainer.ids;
  expect(scoresOf(other)).toEqual(scoresOf(await ask(new Probing(), fresh, relabelled)));
  expect(going.embedded).toEqual(['step 5', 'step 0', 'step 5', 'step 5']);
  await ask(probing, going, videos.slice(1));
  expect(going.embedded.slice(4)).toEqual(['step 5', 'step 0']);
});

test('saved runs that do not say where they started say why it is missing; a loaded encoder has its own name', async () => {
  const saved = training(5, 'unknown');
  const report = await ask(new Probing(), saved);
  expect(report.withoutStart).toBe('The saved run does not say which encoder it started from.');
  expect(scoresOf(report).map(beforeTraining)).toEqual(Array(16).fill(undefined));
  expect(saved.embedded).toEqual(['step 5']);
  const loaded = scoresOf(await ask(new Probing(), training(5, 'encoder')));
  expect(loaded.map((score) => beforeTraining(score)?.name)).toEqual(Array(16).fill('as loaded'));
});

test('weights that change between two passes, or before the control is made, are no report', async () => {
  const going = training(5);
  const turn: typeof hooks.turn = (pass) => {
    const answer = pass();
    going.trainer.steps += 1;
    return answer;
  };
  await expect(ask(new Probing(), going, videos, { ...hooks, turn })).rejects.toThrow(ProbesOverrun);
});

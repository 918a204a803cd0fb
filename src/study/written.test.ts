/** What a study writes: curves.csv and report.md. */
import { expect, test } from 'vitest';
import type { Measured } from '../evaluate/score';
import { PRESETS } from '../runs/config';
import { curvesCsv } from './csv';
import { studyMarkdown } from './markdown';
import { measuresOf } from './measures';
import type { RunRow, StudyReport } from './report';

const none = { reason: 'It was not measured.' };

const run: RunRow = {
  variant: 'transform',
  framework: 'moco',
  seed: 1,
  steps: 3,
  seconds: 4.5,
  loss: [2, 1.5, 1.25],
  top1: [0.1, 0.2, 0.3],
  chance: [1, 2, 2.5],
  lossEvery: 1,
  scores: {
    timeR2: {
      f: { r2: 0.07, low: -0.1, high: 0.2, videos: 4 },
      fPrime: { reason: 'Fewer than two videos.' },
    },
    order: { f: { value: 0.3, low: 0.1, high: 0.5, units: 4 }, fPrime: none },
    reversed: { f: { value: 0.6, low: 0.4, high: 0.8, units: 4 }, fPrime: none },
    labelSegment: { f: none, fPrime: none },
    labelClip: { f: { reason: 'Only one label.' }, fPrime: none },
    labelNeighbours: { f: none, fPrime: none },
  },
  controls: {
    timeR2: { f: { 'shuffled t': -0.02, untrained: 0.05 }, fPrime: {} },
    order: { f: { 'shuffled t': 0.01 }, fPrime: { 't alone': 1 } },
    reversed: { f: { chance: 0.5, untrained: 0.55 }, fPrime: {} },
    labelSegment: { f: {}, fPrime: {} },
    labelClip: { f: {}, fPrime: {} },
    labelNeighbours: { f: {}, fPrime: {} },
  },
  untrained: {
    timeR2: { f: { value: 0.05, low: -0.2, high: 0.15, units: 4 }, fPrime: none },
    order: { f: { value: -0.22, low: -0.26, high: -0.18, units: 4 }, fPrime: none },
    reversed: { f: { value: 0.55, low: 0.5, high: 0.6, units: 4 }, fPrime: none },
    labelSegment: { f: none, fPrime: none },
    labelClip: { f: none, fPrime: none },
    labelNeighbours: { f: none, fPrime: none },
  },
  probes: {
    step: 3,
    seed: 1,
    videos: 4,
    segments: 3,
    heldOutBy: 'video',
    labelsLeftOut: [{ label: 'formats', units: 1 }],
  },
};

const report: StudyReport = {
  adapter: { name: 'google swiftshader', software: true, features: [] },
  config: PRESETS.interactive,
  videos: [
    { name: 'Enter/a.mp4', label: 'Enter', frames: 60, seconds: 6, status: 'ready' },
    { name: 'x|<b>.mp4', label: 'x', frames: 0, seconds: 0, status: 'rejected', reason: 'It is empty.' },
  ],
  scored: {
    maps: { videos: ['Enter/a.mp4', 'b_<i>.mp4'], of: 4, why: 'The first 2 of 4.' },
    probes: { videos: ['Enter/a.mp4'], of: 4, why: 'All that can be used.' },
  },
  runs: [run],
  warnings: [],
};

test('curves.csv has a row for each run and step', () => {
  expect(curvesCsv([run]).trim().split('\n')).toEqual([
    'variant,framework,seed,step,loss,top1,chance',
    'transform,moco,1,1,2,0.1,1',
    'transform,moco,1,2,1.5,0.2,2',
    'transform,moco,1,3,1.25,0.3,2.5',
  ]);
});

test('points of a long training stand at the last step that they are the mean of', () => {
  const steps = curvesCsv([{ ...run, steps: 6, lossEvery: 2 }])
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[3]);
  expect(steps).toEqual(['2', '4', '6']);
});

test('report.md says that f prime is given t, and shows f with interval and controls', () => {
  const text = studyMarkdown(report, ['map-seed1-transform-f.png']);
  expect(text).toContain("f' is **given** t");
  expect(text).toMatch(
    /\| transform \| 1 \| 0\.07 \[−0\.10, 0\.20\] \| 0\.05 \[−0\.20, 0\.15\] \| −0\.02 \|/,
  );
  expect(text).toContain('Fewer than two videos.');
  expect(text).toContain('![map-seed1-transform-f](map-seed1-transform-f.png)');
});

test('report.md has τ and every probe beside its controls, and tells why one is missing', () => {
  const text = studyMarkdown(report, []);
  expect(text).toMatch(
    /τ from f \[95 %\] \| untrained \[95 %\] \| shuffled t[\s\S]*\| transform \| 1 \| 0\.30 \[0\.10, 0\.50\] \| −0\.22 \[−0\.26, −0\.18\] \| 0\.01 \|/,
  );
  expect(text).toMatch(/\| transform \| 1 \| 0\.60 \[0\.40, 0\.80\] \| 0\.55 \[0\.50, 0\.60\] \| 0\.50 \|/);
  expect(text).toContain('held out by video');
  expect(text).toContain('Only one label.');
});

test('a number without an interval says so in its cell and why in the notes, and the report says how intervals are made', () => {
  const noInterval = 'No interval: all 4 videos score alike.';
  const alike = { value: 0, units: 4, noInterval };
  const scores = { ...run.scores, order: { f: alike, fPrime: alike } };
  const text = studyMarkdown({ ...report, runs: [{ ...run, scores }] }, []);
  expect(text).toContain('| transform | 1 | 0.00 no interval | −0.22 [−0.26, −0.18] |');
  expect(text).toContain(`- ${noInterval}`);
  expect(text).toMatch(/bootstrap over videos[\s\S]*Wilson/);
});

test('report.md names the batch that was used, and the one that was asked for where the set was too small for it', () => {
  const head = (used: StudyReport['used']) =>
    /B = [^;]*;/.exec(studyMarkdown({ ...report, ...(used && { used }) }, []))?.[0];
  const { batch } = report.config.train.clips;
  expect(head({ batch: 2, queue: 4 })).toBe(`B = 2 (of ${batch} asked for: the set is small), P = 2;`);
  expect(head({ batch, queue: 4 })).toBe(`B = ${batch}, P = 2;`);
  expect(head(undefined)).toBe(`B = ${batch} asked for, P = 2;`);
});

test('report.md names the videos that are scored, says why those, and which label is left out', () => {
  const text = studyMarkdown(report, []);
  expect(text).toContain(
    "- R² of t, Kendall's τ and the maps: 2 of 4 videos. The first 2 of 4. They are Enter/a.mp4, b\\_\\<i\\>.mp4\n",
  );
  expect(text).toContain('- probes: 1 of 4 videos. All that can be used. They are Enter/a.mp4\n');
  expect(text).toContain('- Label formats has one video: too few to hold out');
});

test('the untrained encoder is told with its interval, and once, though the trained score has it among its controls', () => {
  const [low, high] = [-0.26, -0.18];
  const shuffled = { name: 'shuffled t', value: 0.01 };
  const before: Measured = { kind: 'score', value: -0.22, low, high, controls: [shuffled], units: 4 };
  const after: Measured = {
    ...before,
    value: 0.3,
    controls: [{ name: 'untrained', value: -0.22, low, high }, shuffled],
  };
  const readings = (score: Measured) => ({
    scores: { f: score, fPrime: score, order: { f: score, fPrime: score } },
    probes: undefined,
  });
  const { controls, untrained } = measuresOf(readings(after), readings(before));
  expect(untrained.order.f).toEqual({ value: -0.22, low, high, units: 4 });
  expect(untrained.timeR2.fPrime).toEqual(untrained.order.f);
  expect(untrained.reversed.f).toEqual({ reason: 'It was not measured.' });
  const alike: Measured = { kind: 'score', value: 0, noInterval: 'No.', controls: [], units: 4 };
  expect(measuresOf(readings(alike), readings(alike)).scores.order.f).toEqual({
    value: 0,
    units: 4,
    noInterval: 'No.',
  });
  expect(Object.entries(controls.order.f)).toEqual([
    ['shuffled t', 0.01],
    ['untrained', -0.22],
  ]);
});

test('a rejected file is told with its reason, and its name cannot break the table', () => {
  expect(studyMarkdown(report, [])).toContain('| x\\|\\<b\\>.mp4 | It is empty. |');
});

test('without a run there are neither losses nor scores, and the files are still told', () => {
  const text = studyMarkdown({ ...report, runs: [] }, []);
  expect(text).not.toContain('## Loss');
  expect(text).toContain('It is empty.');
});

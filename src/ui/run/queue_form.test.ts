/** What is typed to be queued, and the trainings that come out of it. */
import { expect, it } from 'vitest';
import { PRESETS } from '../../runs/config';
import { ALL_RUNS, runId } from '../../time/config';
import { CROSSABLE, fieldAt, trainingsOf, useQueueForm, wordsOf } from './queue_form';

const { train } = PRESETS.interactive;
const empty = { ...useQueueForm.getInitialState(), seeds: '' };
const of = (change: Partial<typeof empty>) => trainingsOf({ ...empty, ...change }, train, ALL_RUNS);

it('is the settings as they are where nothing is typed', () => {
  expect(of({})).toEqual({ ok: true, configs: [train] });
});

it('is every combination, all kinds at the first seed before the second', () => {
  const result = of({
    seeds: '0 1',
    frameworks: ['moco', 'byol'],
    settings: [
      { path: 'train.contrast.headBatchNorm', text: 'on off' },
      { path: '', text: '' },
    ],
    runs: ['transform', 'base'],
  });
  if (!result.ok) throw new Error(result.message);
  const { configs } = result;
  expect(
    configs.map(({ seed, contrast }) => `${seed} ${contrast.framework} ${contrast.headBatchNorm}`),
  ).toEqual([
    '0 moco true',
    '0 moco false',
    '0 byol true',
    '0 byol false',
    '1 moco true',
    '1 moco false',
    '1 byol true',
    '1 byol false',
  ]);
  // In the order of Table 1, whatever was ticked first.
  expect(configs[0]!.runs.map(runId)).toEqual(['base', 'transform']);
});

it('names the field that something stands against', () => {
  expect(of({ seeds: 'x' })).toMatchObject({ ok: false, field: 'train.seed' });
  expect(of({ steps: NaN })).toMatchObject({ ok: false, field: 'steps' });
  expect(of({ runs: [] })).toMatchObject({ ok: false, field: 'runs' });
  const settings = [{ path: 'train.encoder.size', text: '3' }];
  expect(of({ settings })).toMatchObject({ ok: false, field: 'train.encoder.size' });
});

it('offers every setting of the training but its framework, with words where there are any', () => {
  const paths = CROSSABLE.flatMap(({ fields }) => fields.map(({ path }) => path));
  expect(paths).toContain('train.optimiser.learningRate');
  expect(paths.some((path) => path.startsWith('map.') || path === 'train.contrast.framework')).toBe(false);
  expect(wordsOf(fieldAt('train.optimiser.name')!)).toEqual(['sgd', 'lars', 'adamw']);
  expect(wordsOf(fieldAt('train.contrast.headBatchNorm')!)).toEqual(['on', 'off']);
  expect(wordsOf(fieldAt('train.encoder.size')!)).toBeUndefined();
});

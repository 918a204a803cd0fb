/** What the page says: numbers, status, advice, paths, fields. */
import { describe, expect, it } from 'vitest';
import type { TrainPlan } from '../protocol/train';
import { PRESETS, studyConfig } from '../runs/config';
import { NO_CURVES, withStep } from '../session/curves';
import { lossRows, lossSentence } from './chart/loss_content';
import { bytes, decimal, duration, flops, nats, parameters } from './format';
import { addedFiles } from './library/dropped_files';
import { browserOf, gpuAdvice, platformOf } from './notices/browser';
import { fieldOf, fieldsOf, valueAt } from './settings/schema_fields';
import { emptyMapSentence, statusSentence } from './status';
import { z } from 'zod';

describe('numbers', () => {
  it('have a real minus sign, and zero has none', () => {
    expect([decimal(-1.234), decimal(-0.001), decimal(0.5)]).toEqual(['−1.23', '0.00', '0.50']);
  });

  it('have units', () => {
    expect([
      bytes(512),
      bytes(123e6),
      flops(4.2e9),
      parameters(560123),
      duration(3.14),
      duration(7500),
    ]).toEqual(['512 B', '117 MiB', '4.2 GFLOP', '560 k', '3.1 s', '2 h 5 min']);
  });

  it('do not burst the table', () => {
    expect(nats(123456)).toBe('>999');
  });
});

describe('the status', () => {
  const state: Parameters<typeof statusSentence>[0] = {
    stage: 'ready',
    progress: undefined,
    step: 0,
    builtin: { status: 'ready', done: 64, total: 64 },
    embedding: undefined,
    trainOn: 'builtin',
    library: [],
    gpu: { status: 'opening' },
    plan: undefined,
    prepared: undefined,
    mapVideoIds: [],
  };

  it('is not ready while maps and scores are of other clips, or of other weights, than those that are wanted', () => {
    const { train } = PRESETS.interactive;
    const gpu = { status: 'open', adapter: { name: 'test', software: true, features: [] } } as const;
    const prepared = { config: train, videoIds: ['a', 'b'] };
    const embedding = (config: typeof train) => ({
      step: 0,
      config,
      videoIds: ['a'],
      segments: [],
      runs: [],
    });
    const sentence = (mapVideoIds: readonly string[], config: typeof train) =>
      statusSentence({ ...state, gpu, prepared, mapVideoIds, embedding: embedding(config) });
    expect(sentence(['a'], train)).toBe('Ready: the encoder is untrained.');
    expect(sentence(['b'], train)).toBe('Embedding the clips ticked for the maps …');
    expect(sentence(['a'], { ...train, seed: 1 })).toBe('Embedding the clips ticked for the maps …');
  });

  it('tells how far a map is and how long it takes', () => {
    const progress = { what: 'Embedding segments', done: 32, total: 80, secondsLeft: 6.2 };
    expect(statusSentence({ ...state, progress })).toBe('Embedding segments: 32 of 80, about 6.2 s left.');
    expect(emptyMapSentence({ ...state, progress })).toBe('Embedding segments: 32 of 80, about 6.2 s left.');
  });

  it('tells how far a run has caught up, whether it goes on or rests', () => {
    const late = { ...state, step: 40, behind: { ids: ['addition', 'base'], step: 12, of: 40 } } as const;
    const progress = { what: 'Catching up: V1 addition, step', done: 12, total: 40, secondsLeft: 8 };
    expect(statusSentence({ ...late, stage: 'running', progress })).toBe(
      'Catching up: V1 addition, step 12 of 40, about 8.0 s left.',
    );
    expect(statusSentence({ ...late, stage: 'paused' })).toBe(
      'Paused at step 40; V1 addition and base have caught up to step 12 of 40.',
    );
    expect(emptyMapSentence({ ...late, stage: 'paused' })).toMatch(/^Not in lock-step, so no map yet: /);
  });

  it('tells whose turn it is in the queue', () => {
    const item = { id: 'a', config: PRESETS.interactive.train, steps: 9, estimate: undefined } as const;
    const queue = [
      { ...item, state: 'done' },
      { ...item, id: 'b', state: 'training' },
    ] as const;
    expect(statusSentence({ ...state, stage: 'running', step: 3, queue })).toBe(
      'Queue, training 2 of 2: step 3 of 9.',
    );
    expect(statusSentence({ ...state, stage: 'paused', step: 3, queue })).toBe(
      'Queue, training 2 of 2: paused at step 3 of 9.',
    );
  });

  it('says what of a training of the queue comes after its steps', () => {
    const item = { id: 'a', config: PRESETS.interactive.train, steps: 3, estimate: undefined } as const;
    const queue = [{ ...item, state: 'training' }] as const;
    const over = { ...state, stage: 'paused', step: 3, queue } as const;
    expect(statusSentence(over)).toBe(
      'Queue, training 1 of 1: all 3 steps taken, maps and probes come next.',
    );
    expect(statusSentence({ ...over, probing: { done: 32, total: 384 } })).toBe(
      'Queue, training 1 of 1: all 3 steps taken, probes are measured: 32 of 384 clips.',
    );
  });

  it('says why a first step lasts, and nothing once the pace is known', () => {
    const adapter = { name: 'test', software: true, features: [] };
    const running = { ...state, stage: 'running', gpu: { status: 'open', adapter } } as const;
    expect(statusSentence(running)).toBe(
      'Training, step 0. The first step compiles its kernels and takes longer than those after it.',
    );
    const later = { deviceBytes: 1e6 };
    expect(statusSentence({ ...running, ...later })).toContain('may take longer');
    expect(statusSentence({ ...running, step: 40 })).toContain('may take longer');
    expect(statusSentence({ ...running, ...later, step: 1 })).toBe('Training, step 1.');
    expect(statusSentence({ ...running, ...later, step: 2, secondsPerStep: 1 })).toBe('Training, step 2.');
    const refusal = { reason: 'no-webgpu', message: 'None.' } as const;
    const plan = { secondsPerStep: 12 } as TrainPlan;
    expect(statusSentence({ ...running, gpu: { ...running.gpu, refusal }, plan })).toBe(
      'Training, step 0. A step takes about 12 s on the CPU.',
    );
  });

  it('answers a start at once, and says of what may be too large that nothing is made of it yet', () => {
    const progress = { what: 'Embedding segments', done: 1, total: 80, secondsLeft: 1200 };
    expect(statusSentence({ ...state, starting: true, progress })).toBe(
      'Training starts. Embedding segments: 1 of 80, about 20 min left.',
    );
    const item = { id: 'a', config: PRESETS.interactive.train, steps: 9, estimate: undefined } as const;
    const queue = [{ ...item, state: 'training' }] as const;
    expect(statusSentence({ ...state, starting: true, progress, queue })).toMatch(
      /^Queue, training 1 of 1: it starts\. Embedding segments: 1 of 80/,
    );
    expect(statusSentence({ ...state, stage: 'preparing', starting: true })).toBe(
      'Training starts. Making the initial weights …',
    );
    const question = 'This training takes about 21.2 GiB of memory.';
    const plan = { problems: [] as string[], question } as unknown as TrainPlan;
    const said = `Nothing is made of these settings yet. ${question} Train asks once more.`;
    expect(statusSentence({ ...state, stage: 'stopped', plan })).toBe(said);
    // The weights of the preset before are still there.
    const prepared = { config: PRESETS.interactive.train, videoIds: [] };
    expect(statusSentence({ ...state, config: PRESETS.paperMoco, prepared, plan })).toBe(said);
    expect(statusSentence({ ...state, config: PRESETS.interactive, prepared, plan })).toMatch(/^Ready/);
    const refused = { problems: ['Too large.'], refusal: 'Too large.' } as unknown as TrainPlan;
    expect(statusSentence({ ...state, config: PRESETS.paperMoco, prepared, plan: refused })).toBe(
      'Nothing is made of these settings. Too large.',
    );
  });

  it('says of a first step that lasts how long, and that it can be ended', () => {
    const adapter = { name: 'test', software: true, features: [] };
    const plan = { secondsPerStep: 720 } as TrainPlan;
    const running = { ...state, stage: 'running', gpu: { status: 'open', adapter }, plan } as const;
    expect(statusSentence(running)).toBe(
      'Training, step 0. The first step takes about 12 min, and what compiling its kernels takes; Stop ends it at once.',
    );
    expect(statusSentence({ ...running, stage: 'pausing' })).toBe(
      'Finishing step 1, which takes about 12 min; Stop ends it at once.',
    );
  });

  it('says that a stopped run begins afresh', () => {
    expect(statusSentence({ ...state, stage: 'stopped', step: 12 })).toContain('begins afresh');
  });

  it('never leaves an empty map without a word', () => {
    const stages = [
      'opening',
      'unavailable',
      'preparing',
      'ready',
      'running',
      'paused',
      'stopped',
      'lost',
    ] as const;
    for (const stage of stages) expect(emptyMapSentence({ ...state, stage })).not.toBe('');
  });
});

describe('advice without a GPU', () => {
  const edge =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0';
  const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36';
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0';
  const safari =
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15';
  const iphone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1';

  it('knows the browsers and systems', () => {
    expect([edge, chrome, firefox, safari].map((userAgent) => browserOf({ userAgent }))).toEqual([
      'Edge',
      'Chrome',
      'Firefox',
      'Safari',
    ]);
    expect([edge, chrome, safari, iphone].map((userAgent) => platformOf({ userAgent }))).toEqual([
      'Windows',
      'Linux',
      'macOS',
      'iOS',
    ]);
  });

  it('differs by reason and by browser', () => {
    const all = (['no-webgpu', 'no-adapter', 'failed'] as const).flatMap((reason) =>
      (['Chrome', 'Firefox', 'Safari'] as const).map((browser) => gpuAdvice(reason, browser, 'Linux')),
    );
    expect(new Set(all).size).toBe(9);
    expect(gpuAdvice('no-adapter', 'Edge', 'Windows')).toContain('edge://gpu');
  });
});

describe('dropped files', () => {
  const file = (name: string, relativePath?: string) =>
    Object.assign(new File(['x'], name), relativePath === undefined ? {} : { relativePath });

  it('keep their path inside what was dropped, without its prefix, in order', () => {
    const paths = addedFiles([file('b.mp4', './Enter/b.mp4'), file('a.mp4', '/Enter/a.mp4'), file('c.mp4')]);
    expect(paths.map(({ path }) => path)).toEqual(['Enter/a.mp4', 'Enter/b.mp4', 'c.mp4']);
  });

  it('leave out what systems hide in folders', () => {
    expect(addedFiles([file('.DS_Store'), file('a.mp4')])).toHaveLength(1);
  });
});

describe('the settings form', () => {
  it('has a field for every setting of the schema, each with a value in every preset', () => {
    const { train, map } = studyConfig.shape;
    const { encoder, time, contrast, clips, optimiser } = train.shape;
    const groups = { encoder, time, contrast, clips, optimiser };
    const fields = [
      ...Object.entries(groups).flatMap(([key, schema]) => fieldsOf(schema, `train.${key}`)),
      ...fieldsOf(map, 'map'),
    ];
    expect(fields.length).toBeGreaterThan(30);
    for (const preset of Object.values(PRESETS)) {
      for (const { path } of fields) expect(valueAt(preset, path), path).toBeDefined();
    }
  });

  it('reads range, kind and words off the schema', () => {
    const schema = z.number().int().min(2).max(8).meta({ title: 'P', description: 'Clips.', paper: '2' });
    expect(fieldOf(schema, 'train.clips.perVideo')).toEqual({
      path: 'train.clips.perVideo',
      kind: 'number',
      whole: true,
      min: 2,
      max: 8,
      title: 'P',
      description: 'Clips.',
      paper: '2',
    });
    expect(fieldOf(z.boolean().meta({ title: 'a', description: 'b' }), 'x').kind).toBe('switch');
  });

  it('refuses a setting that does not explain itself', () => {
    expect(() => fieldOf(z.number(), 'train.x')).toThrow('train.x');
  });
});

describe('the loss in words', () => {
  const curves = Array.from({ length: 100 }, (_, i) => i + 1).reduce(
    (before, step) => withStep(before, { step, chance: 3.2, runs: [{ id: 'base', loss: 2.5, top1: 0 }] }),
    NO_CURVES,
  );

  it('names every run and chance', () => {
    expect(lossSentence(curves, [{ id: 'base', name: 'base' }], 100)).toBe(
      'Loss at step 100: base 2.500; chance 3.200.',
    );
    expect(lossSentence(NO_CURVES, [], 0)).toBe('No step was taken yet.');
  });

  it('has a table that ends with the newest step', () => {
    const rows = lossRows(curves, 40);
    expect(rows.length).toBeLessThanOrEqual(40);
    expect(rows.at(-1)).toBe(99);
  });
});

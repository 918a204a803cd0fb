import { expect, test } from 'vitest';
import { PRESETS } from '../runs/config';
import { linkOf, readLink } from './link';
import { withSetting } from './settings';

test('the default preset as it is needs no text', () => {
  expect(linkOf({ preset: 'interactive', config: PRESETS.interactive })).toBe('');
  expect(readLink('')).toEqual({ ok: true, preset: 'interactive', config: PRESETS.interactive });
});

test('a link holds only what differs, and gives the same study back', () => {
  let config = PRESETS.paperMoco;
  for (const [path, value] of [
    ['train.seed', 12],
    ['train.encoder.architecture', 'r3d_50'],
    ['train.contrast.headBatchNorm', true],
    ['train.runs', [{ variant: 'attention', orthogonal: false }]],
    ['map.perplexity', 7],
  ] as const) {
    const change = withSetting(config, path, value);
    if (!change.ok) throw new Error(change.message);
    config = change.config;
  }
  const text = linkOf({ preset: 'paperMoco', config });
  expect([...new URLSearchParams(text).keys()].sort()).toEqual([
    'map.perplexity',
    'preset',
    'train.contrast.headBatchNorm',
    'train.encoder.architecture',
    'train.runs',
    'train.seed',
  ]);
  expect(readLink(`#${text}`)).toEqual({ ok: true, preset: 'paperMoco', config });
});

test.each([
  ['train.encoder.colour=1', /train\.encoder\.colour is not a setting/],
  ['preset=huge', /"huge" is not a preset/],
  ['train.encoder.size=3', /train\.encoder\.size must be at least 16/],
  ['__proto__.x=1', /__proto__\.x is not a setting/],
])('%s is refused by name, and nothing of the link is followed', (text, message) => {
  const read = readLink(`train.seed=5&${text}`);
  expect(read.ok).toBe(false);
  expect(read).toMatchObject({ message: expect.stringMatching(message) as unknown });
});

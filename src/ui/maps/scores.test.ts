/** The table of scores beside a map: what each is held against, at which step, and which clips it is of. */
import { MantineProvider } from '@mantine/core';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Measured } from '../../evaluate/score';
import { scoredClips } from './scored_clips';
import { Scores, type ScoresProps } from './Scores';

const score = (value: number, start?: string): Measured => ({
  kind: 'score',
  value,
  low: value - 0.1,
  high: value + 0.1,
  controls: [
    ...(start === undefined ? [] : [{ name: start, value: 0.8, low: 0.67, high: 0.94 }]),
    { name: 'shuffled t', value: 0 },
  ],
  units: 4,
});

const untrained: ScoresProps = {
  time: score(0.8),
  order: score(-0.2),
  step: 0,
  clips: undefined,
  start: 'seed',
  withoutStart: undefined,
  controls: ['shuffled t'],
};

/** The text of each row, a bar between cells. */
function rowsOf(props: ScoresProps): string[] {
  const html = renderToStaticMarkup(
    createElement(MantineProvider, null, createElement(Scores, props)),
  ).replace(/<style[^]*?<\/style>/g, '');
  return [...html.matchAll(/<tr[^>]*>(.*?)<\/tr>/g)].map(([, row]) =>
    row!
      .replace(/<\/t[hd]>(?=<t)/g, '|')
      .replace(/<[^>]*>/g, '')
      .trim(),
  );
}

describe('the untrained encoder', () => {
  it('is said to be the control itself at step 0', () => {
    expect(rowsOf(untrained).slice(1)).toEqual([
      'step 0|0.80 [0.70, 0.90]|−0.20 [−0.30, −0.10]',
      'untrained|is this: no finding',
      'shuffled t|0.00|0.00',
    ]);
  });

  it('says in place of an interval that there is none where all videos score alike', () => {
    const alike: Measured = { kind: 'score', value: 0, noInterval: 'All alike.', controls: [], units: 4 };
    expect(rowsOf({ ...untrained, time: alike })[1]).toBe('step 0|0.00 no interval|−0.20 [−0.30, −0.10]');
  });

  it('stands with its interval beside the scores of every later step, in the same rows', () => {
    const [time, order] = [score(0.9, 'untrained'), score(0.1, 'untrained')];
    expect(rowsOf({ ...untrained, time, order, step: 1200 }).slice(1)).toEqual([
      'step 1,200|0.90 [0.80, 1.00]|0.10 [0.00, 0.20]',
      'untrained|0.80 [0.67, 0.94]|0.80 [0.67, 0.94]',
      'shuffled t|0.00|0.00',
    ]);
    const loaded = { time: score(0.9, 'as loaded'), order: score(0.1, 'as loaded'), step: 5 };
    expect(rowsOf({ ...untrained, ...loaded, start: 'encoder' })[2]).toBe(
      'as loaded|0.80 [0.67, 0.94]|0.80 [0.67, 0.94]',
    );
  });

  it('is not known where a saved run does not tell; and a score that is none has its reason alone', () => {
    const withoutStart = 'The saved run does not say which encoder it started from.';
    expect(rowsOf({ ...untrained, step: 5, withoutStart })[2]).toBe('untrained|not known');
    const none: Measured = { kind: 'none', reason: 'Too few videos.' };
    expect(rowsOf({ ...untrained, time: none, order: none }).slice(1)).toEqual([
      'step 0|– Too few videos.|– Too few videos.',
      'untrained',
      'shuffled t',
    ]);
    expect(rowsOf({ ...untrained, time: none, order: score(0.1, 'untrained'), step: 5 }).slice(1)).toEqual([
      'step 5|– Too few videos.|0.10 [0.00, 0.20]',
      'untrained|0.80 [0.67, 0.94]',
      'shuffled t|0.00',
    ]);
  });

  it('has its rows before there is a number', () => {
    const nothing = { time: undefined, order: undefined, step: undefined };
    expect(rowsOf({ ...untrained, ...nothing }).slice(1)).toEqual([
      'step –|–|–',
      'untrained||',
      'shuffled t||',
    ]);
  });
});

describe('the clips that are scored', () => {
  const video = (id: string, label: string) => ({ id, name: `${label}_${id}`, label });
  const segments = (ids: readonly string[]) =>
    ids.flatMap((id) => [0, 1, 2].map((start) => ({ videoId: id, start })));

  it('are those on the maps: how many, of which labels, by name', () => {
    const videos = [video('a', 'Enter'), video('b', 'Leave'), video('c', 'Enter'), video('d', 'Leave')];
    const clips = scoredClips(segments(['a', 'b', 'c']), videos)!;
    expect(clips.title).toBe('3 clips');
    expect(clips.sentence).toBe(
      'Scores are of the 3 clips ticked for the maps: 2 Enter, 1 Leave; 3 segments of each.',
    );
    expect(clips.help).toMatch(/no other clip: Enter_a, Leave_b, Enter_c\.$/);
  });

  it('are those that were scored, whatever is ticked now, and of those it is said whether scores come', () => {
    const of = (ticked: 'computed' | 'none') =>
      scoredClips(segments(['a', 'b']), [video('a', 'Enter'), video('b', 'Leave')], ticked)!;
    expect(of('computed').title).toBe('2 clips before');
    expect(of('computed').sentence).toBe(
      'Scores are of the 2 clips ticked before: 1 Enter, 1 Leave; 3 segments of each. Those of the clips ticked now are being computed.',
    );
    expect(of('none').sentence).toMatch(/ There are none of the clips ticked now\.$/);
  });

  it('are named as far as there is room, and there may be none', () => {
    const ids = Array.from({ length: 11 }, (_, i) => `v${i}`);
    const { help } = scoredClips(
      segments(ids),
      ids.map((id) => video(id, 'x')),
    )!;
    expect(help).toMatch(/x_v7, and 3 more\.$/);
    expect(scoredClips([], [])).toBeUndefined();
  });
});

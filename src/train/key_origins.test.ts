/** The bookkeeping of a queue says of every key where it came from, and nothing of keys that came with a saved run. */
import { expect, test } from 'vitest';
import type { DrawnView } from '../clips/batches';
import { clipsOf, KeyOrigins, keysOf } from './key_origins';
import { partsOf } from './parts';
import { layOut } from '../weights/parameters';

const keys = (step: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ videoId: `v${i}`, start: step + i / 10, clip: 1, step }));

test('keys go in at one end and fall out at the other, newest first', () => {
  const [origins, run, other] = [new KeyOrigins(), {}, {}];
  origins.enter(run, { length: 5, filled: 3 }, keys(1, 3));
  expect(origins.held(run, { length: 5, filled: 3 }).map((key) => key?.videoId)).toEqual(['v2', 'v1', 'v0']);
  origins.enter(run, { length: 5, filled: 5 }, keys(2, 3));
  expect(origins.held(run, { length: 5, filled: 5 }).map((key) => key?.step)).toEqual([2, 2, 2, 1, 1]);
  // More keys than places: the last ones stay.
  origins.enter(run, { length: 5, filled: 5 }, keys(3, 7));
  expect(origins.held(run, { length: 5, filled: 5 }).map((key) => key?.videoId)).toEqual([
    'v6',
    'v5',
    'v4',
    'v3',
    'v2',
  ]);
  expect(origins.held(other, { length: 5, filled: 0 })).toEqual([]);
});

test('keys that came with a saved run are of unknown origin', () => {
  const [origins, run] = [new KeyOrigins(), {}];
  expect(origins.held(run, { length: 4, filled: 2 })).toEqual([undefined, undefined]);
  origins.enter(run, { length: 4, filled: 4 }, keys(8, 2));
  expect(origins.held(run, { length: 4, filled: 4 }).map((key) => key?.step)).toEqual([
    8,
    8,
    undefined,
    undefined,
  ]);
});

test('the clips of a batch are its views, and its keys all but the queries, in the order in which they enter the queue', () => {
  const views = ['a', 'b'].flatMap((id, place) =>
    [0, 1, 2].map(
      (clip) => ({ source: { id }, place, clip, view: { start: 3 * place + clip } }) as unknown as DrawnView,
    ),
  );
  const clips = clipsOf(views, 7);
  expect(clips[4]).toEqual({ videoId: 'b', clip: 1, start: 4, step: 7 });
  expect(keysOf(clips, 'first').map(({ start }) => start)).toEqual([1, 2, 4, 5]);
  expect(keysOf(clips, 'each')).toEqual(clips);
});

test('every encoder has a stem and four layers by name', () => {
  const names = (...of: string[]) =>
    partsOf(layOut(of.map((name) => ({ name, shape: [2, 3], kind: 'linear' as const }))));
  const torchvision = names(
    'encoder.stem.0.weight',
    'encoder.stem.1.weight',
    'encoder.layer1.0.conv1.0.weight',
  );
  expect(torchvision).toEqual([
    { name: 'stem', offset: 0, size: 12 },
    { name: 'layer 1', offset: 12, size: 6 },
  ]);
  const slow = names('encoder.blocks.0.conv.weight', 'encoder.blocks.1.res_blocks.0.x', 'encoder.blocks.4.y');
  expect(slow.map(({ name }) => name)).toEqual(['stem', 'layer 1', 'layer 4']);
  const hara = names(
    'encoder.conv1.weight',
    'encoder.bn1.weight',
    'encoder.layer2.0.x',
    'time.directions',
    'head.layers.0.weight',
    'prototypes.weight',
  );
  expect(hara.map(({ name }) => name)).toEqual(['stem', 'layer 2', 'time module', 'head', 'prototypes']);
});

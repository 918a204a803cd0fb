import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ArgumentError, studyArguments, USAGE } from './study_arguments';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'study-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const parse = (...argv: string[]) => studyArguments(argv, folder);
const mistake = (...argv: string[]) => {
  try {
    parse(...argv);
  } catch (error) {
    expect(error).toBeInstanceOf(ArgumentError);
    return (error as Error).message;
  }
  throw new Error('No mistake was found.');
};

test('without options: the built-in set, the preset, 40 steps', () => {
  const { request, files, out } = parse();
  expect(request).toMatchObject({ videos: 'builtin', seeds: [0], steps: 40 });
  expect(request.config.train.runs.map(({ variant }) => variant)).toEqual(['base', 'transform']);
  expect(files).toEqual([]);
  expect(out).toBe(join(folder, 'results/study'));
});

test('variants, seeds and steps reach the request', () => {
  const { request } = parse('--variants', 'transform-free,attention', '--seeds', '3,1', '--steps', '7');
  expect(request.config.train.runs).toEqual([
    { variant: 'transform', orthogonal: false },
    { variant: 'attention', orthogonal: true },
  ]);
  expect(request).toMatchObject({ seeds: [3, 1], steps: 7 });
});

test('the framework goes into the configuration', () => {
  expect(parse('--framework', 'byol').request.config.train.contrast.framework).toBe('byol');
  expect(parse().request.config.train.contrast.framework).toBe('moco');
});

test('files are found in subfolders, sorted, hidden ones left out, paths relative to the folder', () => {
  mkdirSync(join(folder, 'set/Enter'), { recursive: true });
  for (const name of ['set/b.mp4', 'set/Enter/a.mp4', 'set/.hidden']) writeFileSync(join(folder, name), 'x');
  const { request, files } = parse('--videos', 'set');
  expect(request.videos).toEqual(['set/Enter/a.mp4', 'set/b.mp4']);
  expect(files).toEqual([join(folder, 'set/Enter/a.mp4'), join(folder, 'set/b.mp4')]);
});

test('a part of the configuration stands over the preset', () => {
  writeFileSync(join(folder, 'c.json'), '{ "train": { "encoder": { "size": 24 } }, "map": { "videos": 9 } }');
  const { config } = parse('--config', 'c.json', '--map-videos', '6').request;
  expect(config.train.encoder).toMatchObject({ size: 24, architecture: 'r3d_18' });
  expect(config.map.videos).toBe(6);
});

test('an unknown key of the configuration is named', () => {
  writeFileSync(join(folder, 'c.json'), '{ "train": { "encoder": { "depth": 24 } } }');
  expect(mistake('--config', 'c.json')).toContain('train.encoder.depth');
});

test('a known key in the wrong place is told where it belongs', () => {
  writeFileSync(join(folder, 'c.json'), '{ "encoder": { "widht": 1 } }');
  const message = mistake('--config', 'c.json');
  expect(message).toContain('it belongs under train: {"train":{"encoder":…}}');
  expect(message).toContain('train.encoder.widht');
});

test('the configuration can be printed, and taken as a file again', () => {
  const printed = parse('--print-config', '--variants', 'base', '--map-videos', '6');
  expect(printed.printConfig).toBe(true);
  expect(parse().printConfig).toBe(false);
  const { config } = printed.request;
  writeFileSync(join(folder, 'c.json'), JSON.stringify(config));
  expect(parse('--config', 'c.json').request.config).toEqual(config);
});

test('the configuration has the first of the seeds, as the help says, and gives it back', () => {
  expect(USAGE.replace(/\s+/g, ' ')).toContain(
    'train.seed in it is the first of --seeds; other seeds, and the steps, are no part of it',
  );
  expect(parse().request.config.train.seed).toBe(0);
  const { config, seeds } = parse('--seeds', '3,1').request;
  expect([config.train.seed, seeds]).toEqual([3, [3, 1]]);
  writeFileSync(join(folder, 'c.json'), JSON.stringify(config));
  expect(parse('--config', 'c.json').request.seeds).toEqual([3]);
  expect(parse('--config', 'c.json', '--seeds', '4').request).toMatchObject({
    seeds: [4],
    config: { train: { seed: 4 } },
  });
});

test.each([
  [['--variants', 'base,warp'], /"warp" is no variant: .*transform-free/],
  [['--variants', 'base,base'], /names base twice/],
  [['--framework', 'vicreg'], /"vicreg" is no framework.*moco/],
  [['--steps', '0'], /--steps .*"0"/],
  [['--steps', '1.5'], /--steps .*"1.5"/],
  [['--seeds', '0,-1'], /--seeds|-1/],
  [['--seeds', '0,x'], /--seeds .*"x"/],
  [['--videos', 'nowhere'], /no such folder/],
  [['--config', 'nowhere.json'], /nowhere\.json/],
  [['--map-videos', '65'], /--map-videos .*"65"/],
  [['--foo', '1'], /--foo/],
] as const)('%j is a mistake, told in one line', (argv, expected) => {
  const message = mistake(...argv);
  expect(message).toMatch(expected);
  expect(message).not.toContain('\n');
});

test('an empty folder is a mistake', () => {
  mkdirSync(join(folder, 'set'));
  expect(mistake('--videos', 'set')).toMatch(/holds no file/);
});

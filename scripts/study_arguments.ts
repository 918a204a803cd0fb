/** The command line of `npm run study`: every mistake is one sentence that names it. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { FRAMEWORKS, type FrameworkName } from '../src/contrast/config';
import { PRESETS, type StudyConfig } from '../src/runs/config';
import { parseConfig } from '../src/session/settings';
import type { StudyRequest } from '../src/study/report';
import { runId, TIME_VARIANTS, type RunConfig, type TimeVariant } from '../src/time/config';

/** A mistake in the arguments; the message is one sentence for the user. Exit code 2. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

export interface StudyArguments {
  readonly request: StudyRequest;
  /** Absolute paths, in the order of `request.videos`. */
  readonly files: readonly string[];
  /** Absolute. */
  readonly out: string;
  /** Only the configuration is asked for: nothing is trained. */
  readonly printConfig: boolean;
}

const FRAMEWORK_NAMES = Object.keys(FRAMEWORKS) as FrameworkName[];

export const USAGE = `npm run study -- [options]

  --videos builtin|DIR   the rendered Enter/Leave set (default), or all files under a folder
  --variants A,B         ${variants().map(runId).join(', ')} (default: those of the configuration)
  --framework NAME       ${FRAMEWORK_NAMES.join(', ')} (default: that of the configuration, moco)
  --steps N              training steps (default 40)
  --seeds 0,1            one training of all variants in lock-step for each (default: train.seed of the configuration)
  --out DIR              where report.json, report.md, curves.csv and the maps go (default results/study)
  --config FILE          JSON, any part of the study configuration, over the interactive preset, e.g.
                         {"train":{"encoder":{"size":64}}}; --print-config lists all keys
  --print-config         writes the configuration that the other options make as JSON, with every key, and trains nothing
                         (npm run --silent study -- --print-config > config.json). train.seed in it is the first of
                         --seeds; other seeds, and the steps, are no part of it
  --map-videos N         videos on the maps and in the scores
`;

function variants(): RunConfig[] {
  const names = Object.keys(TIME_VARIANTS) as TimeVariant[];
  return names.flatMap((variant) =>
    (TIME_VARIANTS[variant].hasDirections ? [true, false] : [true]).map((orthogonal) => ({
      variant,
      orthogonal,
    })),
  );
}

function list(option: string, text: string): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.some((item) => item === '')) throw new ArgumentError(`${option} "${text}" has an empty item.`);
  const twice = items.find((item, i) => items.indexOf(item) !== i);
  if (twice !== undefined) throw new ArgumentError(`${option} names ${twice} twice.`);
  return items;
}

function integer(option: string, text: string, least: number, most = 2 ** 31 - 1): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < least || value > most) {
    throw new ArgumentError(`${option} takes whole numbers from ${least} to ${most}, not "${text}".`);
  }
  return value;
}

function runsOf(text: string): RunConfig[] {
  const known = variants();
  return list('--variants', text).map((name) => {
    const run = known.find((each) => runId(each) === name);
    if (!run) {
      throw new ArgumentError(`"${name}" is no variant: there are ${known.map(runId).join(', ')}.`);
    }
    return run;
  });
}

function frameworkOf(text: string): FrameworkName {
  const framework = FRAMEWORK_NAMES.find((each) => each === text);
  if (framework === undefined) {
    throw new ArgumentError(`"${text}" is no framework: there are ${FRAMEWORK_NAMES.join(', ')}.`);
  }
  return framework;
}

type Json = Record<string, unknown>;
const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `part` over `whole`, key by key; arrays are replaced. */
function over(whole: unknown, part: unknown): unknown {
  if (!isRecord(whole) || !isRecord(part)) return part;
  return Object.fromEntries(
    [...new Set([...Object.keys(whole), ...Object.keys(part)])].map((key) => [
      key,
      key in part ? over(whole[key], part[key]) : whole[key],
    ]),
  );
}

function readConfig(path: string): Json {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ArgumentError(`--config ${path} cannot be read as JSON: ${(error as Error).message}`);
  }
  if (!isRecord(parsed)) throw new ArgumentError(`--config ${path} holds no JSON object.`);
  return parsed;
}

/** All files under a folder, sorted by path, hidden ones left out. */
function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) throw new ArgumentError(`--videos ${folder}: there is no such folder.`);
  if (!statSync(folder).isDirectory()) throw new ArgumentError(`--videos ${folder} is not a folder.`);
  const found = (inside: string): string[] =>
    readdirSync(inside)
      .filter((name) => !name.startsWith('.'))
      .sort()
      .flatMap((name) => {
        const path = join(inside, name);
        return statSync(path).isDirectory() ? found(path) : [path];
      });
  const files = found(folder);
  if (files.length === 0) throw new ArgumentError(`--videos ${folder} holds no file.`);
  return files;
}

/** The configuration of the command: the interactive preset, the file over it, the options over that. */
function configOf(file: Json, overrides: Json): StudyConfig {
  // Nobody watches: the maps are made before the first and after the last step, unless the file says otherwise.
  const base = over(PRESETS.interactive, { map: { everySteps: 1000 } });
  const parsed = parseConfig(over(over(base, file), overrides));
  if (!parsed.ok) throw new ArgumentError(parsed.message);
  return parsed.config;
}

/**
 * @param from paths are relative to this folder
 * @throws ArgumentError
 */
export function studyArguments(argv: readonly string[], from: string): StudyArguments {
  const text = { type: 'string' } as const;
  let values;
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        videos: { ...text, default: 'builtin' },
        variants: text,
        framework: text,
        steps: { ...text, default: '40' },
        seeds: text,
        out: { ...text, default: 'results/study' },
        config: text,
        'map-videos': text,
        'print-config': { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    throw new ArgumentError((error as Error).message.split('. ')[0]!.replace(/\.?$/, '.'));
  }
  const steps = integer('--steps', values.steps, 1);
  const file = values.config === undefined ? {} : readConfig(resolve(from, values.config));
  const asked =
    values.seeds === undefined
      ? undefined
      : list('--seeds', values.seeds).map((seed) => integer('--seeds', seed, 0));
  const config = configOf(file, {
    train: {
      ...(asked === undefined ? {} : { seed: asked[0] }),
      ...(values.variants === undefined ? {} : { runs: runsOf(values.variants) }),
      ...(values.framework === undefined ? {} : { contrast: { framework: frameworkOf(values.framework) } }),
    },
    ...(values['map-videos'] === undefined
      ? {}
      : { map: { videos: integer('--map-videos', values['map-videos'], 1, 64) } }),
  });
  const seeds = asked ?? [config.train.seed];
  const printConfig = values['print-config'];
  const out = resolve(from, values.out);
  if (existsSync(out) && !statSync(out).isDirectory()) throw new ArgumentError(`--out ${out} is a file.`);
  if (values.videos === 'builtin') {
    return { request: { config, seeds, steps, videos: 'builtin' }, files: [], out, printConfig };
  }
  const folder = resolve(from, values.videos);
  const files = filesUnder(folder);
  const videos = files.map((path) => [basename(folder), ...relative(folder, path).split(sep)].join('/'));
  return { request: { config, seeds, steps, videos }, files, out, printConfig };
}

/** Values crossed to trainings: one for each combination; what differs between configurations, and what text means as a setting's values. */
import { z } from 'zod';
import { trainConfig, type TrainConfig } from '../train/config';
import { differences } from './differences';
import { schemaAt, titleOf, valueText } from './titles';

/** A setting and the values that it takes in turn. */
export interface Axis {
  /** Dotted, e.g. `train.optimiser.learningRate`. */
  readonly path: string;
  readonly values: readonly unknown[];
}

export type Crossed =
  | { readonly ok: true; readonly configs: readonly TrainConfig[] }
  /** One sentence. */
  | { readonly ok: false; readonly message: string };

/** More are asked for by mistake. */
export const MOST_CROSSED = 200;

/**
 * Every combination of the values over `base`; the first axis changes slowest. Equal ones come once. An axis without
 * values changes nothing.
 */
export function crossed(base: TrainConfig, axes: readonly Axis[]): Crossed {
  const used = axes.filter(({ values }) => values.length > 0);
  const count = used.reduce((product, { values }) => product * values.length, 1);
  if (count > MOST_CROSSED) {
    return {
      ok: false,
      message: `These are ${count} trainings, at most ${MOST_CROSSED}: take out some values.`,
    };
  }
  let configs: unknown[] = [base];
  for (const { path, values } of used) {
    const keys = path.split('.').slice(1);
    configs = configs.flatMap((config) => values.map((value) => withValue(config, keys, value)));
  }
  const distinct = new Map(configs.map((config) => [JSON.stringify(config), config]));
  const parsed = z.array(trainConfig).safeParse([...distinct.values()]);
  if (parsed.success) return { ok: true, configs: parsed.data };
  const [issue] = parsed.error.issues;
  const path = ['train', ...(issue?.path.slice(1) ?? [])].map(String).join('.');
  return { ok: false, message: `${titleOf(path)}: ${issue?.message ?? 'not valid'}.` };
}

function withValue(target: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const record = target as Record<string, unknown>;
  return { ...record, [key]: withValue(record[key], rest, value) };
}

export type Values =
  | { readonly ok: true; readonly values: readonly unknown[] }
  /** One sentence. */
  | { readonly ok: false; readonly message: string };

/** `0, 1, 2` or `0-4` -> the values of the setting at `path`, each once. Nothing typed: no values. */
export function valuesOf(path: string, text: string): Values {
  const schema = schemaAt(path);
  if (!schema) return { ok: false, message: `${path} is not a setting.` };
  const values: unknown[] = [];
  for (const word of text.split(/[\s,;]+/).filter(Boolean)) {
    for (const each of unrolled(word)) {
      const value = schema instanceof z.ZodNumber ? Number(each) : each;
      const parsed = schema.safeParse(value);
      if (!parsed.success) {
        return {
          ok: false,
          message: `${titleOf(path)} cannot be ${each}: ${parsed.error.issues[0]?.message}.`,
        };
      }
      if (!values.includes(value)) values.push(value);
    }
  }
  return { ok: true, values };
}

/** `0-4` is 0, 1, 2, 3, 4; everything else is itself. */
function unrolled(word: string): string[] {
  const range = /^(\d{1,9})-(\d{1,9})$/.exec(word);
  if (!range) return [word];
  const [from, to] = [Number(range[1]), Number(range[2])];
  if (to < from || to - from >= MOST_CROSSED) return [word];
  return Array.from({ length: to - from + 1 }, (_, i) => String(from + i));
}

/** Settings that are not the same in all of these, runs aside, in the order of the schema. */
export function varying(configs: readonly TrainConfig[]): string[] {
  const [first, ...others] = configs.map((config) => ({ train: { ...config, runs: null } }));
  const paths = new Set(others.flatMap((other) => differences(other, first).map(({ path }) => path)));
  return differences(first, undefined)
    .map(({ path }) => path)
    .filter((path) => paths.has(path));
}

/** `Seed 1 · Learning rate 0.003`: the values of a configuration at these paths. */
export function valuesText(config: TrainConfig, paths: readonly string[]): string {
  const valueAt = (path: string) =>
    path
      .split('.')
      .slice(1)
      .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], config);
  return paths.map((path) => `${titleOf(path)} ${valueText(valueAt(path))}`).join(' · ');
}

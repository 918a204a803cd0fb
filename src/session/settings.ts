/** Changes of the study configuration: one path at a time, validated by the schema, refused with a sentence. */
import type { z } from 'zod';
import { studyConfig, type StudyConfig } from '../runs/config';
import { unknownSetting } from '../runs/unknown_settings';
import { underWay } from './queue_items';
import { otherVideosWait } from './in_force';
import { hasBegun, isUntrained } from './stage';
import type { SessionState } from './state';

export type Change =
  { readonly ok: true; readonly config: StudyConfig } | { readonly ok: false; readonly message: string };

type Issue = z.core.$ZodIssue;

const keyName = (path: readonly PropertyKey[]) => path.map(String).join('.');

/** One sentence for a schema issue, naming the setting by its path; of unknown keys one for each. */
function sentenceOf(issue: Issue, value: unknown): string {
  const where = keyName(issue.path) || 'The configuration';
  const got = issue.path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  if (issue.code === 'unrecognized_keys') {
    const above = issue.path.map(String);
    return issue.keys
      .map((key) => unknownSetting([...above, key], (got as Record<string, unknown>)[key]))
      .join(' ');
  }
  if (issue.code === 'too_small' && issue.origin !== 'array') {
    return `${where} must be at least ${String(issue.minimum)}; it was ${String(got)}.`;
  }
  if (issue.code === 'too_big' && issue.origin !== 'array') {
    return `${where} must be at most ${String(issue.maximum)}; it was ${String(got)}.`;
  }
  if (issue.code === 'invalid_type' && got === undefined) return `${where} is missing.`;
  return `${where}: ${issue.message.replace(/\.?$/, '.')}`;
}

/** A whole configuration, e.g. read from a file. */
export function parseConfig(value: unknown): Change {
  const parsed = studyConfig.safeParse(value);
  if (parsed.success) return { ok: true, config: parsed.data };
  const [issue] = parsed.error.issues;
  return {
    ok: false,
    message: issue ? sentenceOf(issue, value) : 'The configuration is not valid.',
  };
}

function setAt(target: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(target)) {
    return target.map((item: unknown, i) => (String(i) === key ? setAt(item, rest, value) : item));
  }
  const record = target as Record<string, unknown>;
  return { ...record, [key]: setAt(record[key], rest, value) };
}

function has(target: unknown, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  return typeof target === 'object' && target !== null && key in target
    ? has((target as Record<string, unknown>)[key], rest)
    : false;
}

/** The configuration with the setting at `path` (`train.encoder.size`) changed. */
export function withSetting(config: StudyConfig, path: string, value: unknown): Change {
  const keys = path.split('.');
  if (!has(config, keys)) return { ok: false, message: unknownSetting(keys) };
  return parseConfig(setAt(config, keys, value));
}

/** Equal as data; key order does not matter, since both come out of the schema. */
export function sameTraining(a: StudyConfig['train'], b: StudyConfig['train']): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** True where `train` is what is being trained but for its runs: those may join and leave while it goes on. */
export function runsFollow({ stage, step, prepared }: SessionState, train: StudyConfig['train']): boolean {
  if (!prepared || !hasBegun(stage) || isUntrained(stage, step)) return false;
  return sameTraining({ ...train, runs: prepared.config.runs }, prepared.config);
}

/** True when `config`, or the set of videos, is not what is being trained, and takes effect with the next start or reset only. */
export function isLater(state: SessionState, config: StudyConfig): boolean {
  const { stage, step, prepared, queue } = state;
  // Trainings of the queue have settings of their own.
  if (!prepared || isUntrained(stage, step) || underWay(queue)) return false;
  if (otherVideosWait(state)) return true;
  return !sameTraining(config.train, prepared.config) && !runsFollow(state, config.train);
}

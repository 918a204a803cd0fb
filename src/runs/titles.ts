/** Settings by their names, read off the configuration schema. */
import { z } from 'zod';
import { studyConfig } from './config';

/** The schema at a dotted path, e.g. `train.encoder.size`; undefined where there is none. */
export function schemaAt(path: string): z.ZodType | undefined {
  let schema: unknown = studyConfig;
  for (const key of path.split('.')) {
    schema = schema instanceof z.ZodObject ? (schema.shape as Record<string, unknown>)[key] : undefined;
  }
  return schema instanceof z.ZodType ? schema : undefined;
}

/** Title of the setting at a dotted path, e.g. `Size` of `train.encoder.size`; the path itself where the schema has none. */
export function titleOf(path: string): string {
  return schemaAt(path)?.meta()?.title ?? path;
}

/** A setting's value as people read it. */
export function valueText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return String(Number(value.toPrecision(4))).replace('-', '−');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

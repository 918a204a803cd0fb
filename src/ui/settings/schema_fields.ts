/** Fields of the settings form, read off the configuration schema: a new setting there is a new field here. */
import { z } from 'zod';

interface FieldText {
  /** Path in the study configuration, e.g. `train.encoder.size`. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  /** What the paper has, where it says. */
  readonly paper: string | undefined;
}

export type Field = FieldText &
  (
    | { readonly kind: 'number'; readonly whole: boolean; readonly min: number; readonly max: number }
    | { readonly kind: 'choice'; readonly options: readonly string[] }
    | { readonly kind: 'switch' }
  );

/**
 * One field.
 * @throws Error naming the path when the schema has a kind that the form cannot show, or no title and description.
 */
export function fieldOf(schema: z.ZodType, path: string): Field {
  const { title, description, paper } = schema.meta() ?? {};
  if (!title || !description)
    throw new Error(`fieldOf: ${path} expected .meta({ title, description }), got none.`);
  const text = { path, title, description, paper: typeof paper === 'string' ? paper : undefined };
  if (schema instanceof z.ZodNumber) {
    const { minValue, maxValue } = schema;
    return {
      ...text,
      kind: 'number',
      whole: schema.isInt,
      min: minValue ?? -Infinity,
      max: maxValue ?? Infinity,
    };
  }
  if (schema instanceof z.ZodEnum) return { ...text, kind: 'choice', options: schema.options.map(String) };
  if (schema instanceof z.ZodBoolean) return { ...text, kind: 'switch' };
  throw new Error(`fieldOf: ${path} expected a number, an enum or a boolean, got ${schema.type}.`);
}

/** All fields of an object schema, in its order. */
export function fieldsOf(schema: z.ZodObject, path: string): Field[] {
  return Object.entries(schema.shape).map(([key, inner]) => fieldOf(inner as z.ZodType, `${path}.${key}`));
}

/** Value at a dotted path. */
export function valueAt(config: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], config);
}

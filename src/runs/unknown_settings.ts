/** What is said of keys that are no settings: where such a key belongs, or which keys there are in its place. */
import { z } from 'zod';
import { studyConfig } from './config';

type Path = readonly string[];

/** The schemas of an object's keys; undefined for anything else, lists too, whose places have no names. */
function keysOf(schema: z.ZodType | undefined): Readonly<Record<string, z.ZodType>> | undefined {
  return schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : undefined;
}

/** Only what is a schema's own: `__proto__` is no setting. */
function within(path: Path): z.ZodType | undefined {
  return path.reduce<z.ZodType | undefined>((schema, key) => {
    const keys = keysOf(schema);
    return keys && Object.hasOwn(keys, key) ? keys[key] : undefined;
  }, studyConfig);
}

function allPaths(schema: z.ZodType, path: Path = []): Path[] {
  const inside = Object.entries(keysOf(schema) ?? {}).map(([key, inner]) => allPaths(inner, [...path, key]));
  return [...(path.length > 0 ? [path] : []), ...inside.flat()];
}

/** Paths of settings that end in these keys. */
function endingIn(keys: Path): Path[] {
  return allPaths(studyConfig).filter((path) => keys.every((key, i) => path.at(i - keys.length) === key));
}

const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** `{"train":{"encoder":…}}`. */
const asJson = (path: Path) => path.reduceRight((inside, key) => `{${JSON.stringify(key)}:${inside}}`, '…');

/** Keys inside `value` that the schema does not have, by their full paths. */
function unknownInside(path: Path, value: unknown): Path[] {
  const issues = within(path)?.safeParse(value).error?.issues ?? [];
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => [...path, ...issue.path.map(String), key])
      : [],
  );
}

/**
 * One sentence, or one more for each key inside `value` that is no setting either.
 * @param path of something that is no setting, e.g. `['encoder']`, `['train', 'encoder', 'widht']`
 * @param value what stood there, where it is known
 */
export function unknownSetting(path: Path, value?: unknown): string {
  const name = path.join('.');
  const known = path.findIndex((_, i) => within(path.slice(0, i + 1)) === undefined);
  const parent = path.slice(0, Math.max(0, known));
  const keys = keysOf(within(parent));
  // A place in a list.
  if (known < 0 || !keys) return `${name} is not a setting: check its spelling.`;
  const places = endingIn(path.slice(known));
  const [place] = places;
  if (!place) {
    const where = parent.length > 0 ? parent.join('.') : 'the configuration';
    return `${name} is not a setting: ${where} has ${listed(Object.keys(keys))}.`;
  }
  if (places.length > 1) {
    return `${name} is not a setting here: there are ${listed(places.map((each) => each.join('.')))}.`;
  }
  const above = place.slice(0, known - path.length).join('.');
  return [
    `${name} is not a setting here; it belongs under ${above}: ${asJson(place)}.`,
    ...unknownInside(place, value).map((inside) => unknownSetting(inside)),
  ].join(' ');
}

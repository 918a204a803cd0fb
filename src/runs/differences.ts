/** What differs between two configurations, setting by setting. */

export interface Difference {
  /** Dotted, e.g. `train.encoder.size`. A list is one value: its places have no names. */
  readonly path: string;
  readonly value: unknown;
  readonly base: unknown;
}

/** Everything of `config` that is not as in `base`, in the order of `config`. */
export function differences(config: unknown, base: unknown, path = ''): Difference[] {
  if (typeof config === 'object' && config !== null && !Array.isArray(config)) {
    return Object.entries(config).flatMap(([key, value]) =>
      differences(value, (base as Record<string, unknown> | undefined)?.[key], path ? `${path}.${key}` : key),
    );
  }
  return JSON.stringify(config) === JSON.stringify(base) ? [] : [{ path, value: config, base }];
}

/** The `config` of a reference case: every setting is asked for by name and kind, and what nobody asked for is known. */

export class SettingError extends Error {
  override name = 'SettingError';
}

/** Say what the tensors' shapes say too, or how the case was made. */
const DESCRIPTIONS = new Set(['batch', 'frames', 'size', 'dim', 'clips', 'steps', 'seed', 'oracle', 'note']);

export class Settings {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #asked = new Set<string>(DESCRIPTIONS);

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  /** Settings of the case that nothing read: when its numbers differ, they are the first suspects. */
  get unread(): string[] {
    return Object.keys(this.#values).filter((key) => !this.#asked.has(key));
  }

  #get<T>(key: string, is: (value: unknown) => value is T, expected: string, otherwise?: T): T {
    this.#asked.add(key);
    const value = this.#values[key] ?? otherwise;
    if (is(value)) return value;
    throw new SettingError(`config.${key}: expected ${expected}, got ${JSON.stringify(value) ?? 'nothing'}.`);
  }

  /** `otherwise` stands in where the case does not say. @throws SettingError naming the setting, as do all below. */
  number(key: string, otherwise?: number): number {
    return this.#get(key, (value) => typeof value === 'number', 'a number', otherwise);
  }

  flag(key: string, otherwise?: boolean): boolean {
    return this.#get(key, (value) => typeof value === 'boolean', 'true or false', otherwise);
  }

  numbers(key: string): number[] {
    const isList = (value: unknown): value is number[] =>
      Array.isArray(value) && value.every((item) => typeof item === 'number');
    return this.#get(key, isList, 'a list of numbers');
  }

  /** undefined where the case has no such list. */
  optionalNumbers(key: string): number[] | undefined {
    return key in this.#values ? this.numbers(key) : undefined;
  }

  choice<T extends string>(key: string, choices: readonly T[], otherwise?: T): T {
    const isChoice = (value: unknown): value is T => choices.some((choice) => choice === value);
    return this.#get(key, isChoice, `one of ${choices.join(', ')}`, otherwise);
  }
}

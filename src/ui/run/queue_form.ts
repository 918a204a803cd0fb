/** What is typed to be queued: values that are crossed, and the trainings that come out. */
import { create } from 'zustand';
import { crossed, valuesOf, type Axis, type Crossed } from '../../runs/cross';
import { runId, type RunConfig } from '../../time/config';
import type { TrainConfig } from '../../train/config';
import { GROUPS } from '../settings/groups';
import type { Field } from '../settings/schema_fields';

/** Two settings beside seeds and frameworks; more make tables that nobody reads. */
export const CROSSED_SETTINGS = 2;

/** What the estimate of a queue leaves out. */
export const BESIDE_TIME = 'kernels to compile at a first step come on top.';

interface QueueForm {
  readonly seeds: string;
  /** None: that of the settings. */
  readonly frameworks: readonly string[];
  /** Path of a setting, '' for none, and its values as they are typed or ticked. */
  readonly settings: readonly { readonly path: string; readonly text: string }[];
  /** Ids of the runs of each training; undefined: those of the settings. */
  readonly runs: readonly string[] | undefined;
  readonly steps: number;
}

export const useQueueForm = create<QueueForm>()(() => ({
  seeds: '0-2',
  frameworks: [],
  settings: Array.from({ length: CROSSED_SETTINGS }, () => ({ path: '', text: '' })),
  runs: undefined,
  steps: 100,
}));

export const FRAMEWORK_PATH = 'train.contrast.framework';

/** Settings that can be crossed, in their groups: those of the training, its framework aside. */
export const CROSSABLE = GROUPS.map(({ title, fields }) => ({
  title,
  fields: fields.filter(({ path }) => path.startsWith('train.') && path !== FRAMEWORK_PATH),
})).filter(({ fields }) => fields.length > 0);

export function fieldAt(path: string): Field | undefined {
  return CROSSABLE.flatMap(({ fields }) => fields).find((field) => field.path === path);
}

/** Words that a setting's values are chosen from; undefined where they are typed. */
export function wordsOf(field: Field): readonly string[] | undefined {
  if (field.kind === 'choice') return field.options;
  return field.kind === 'switch' ? ['on', 'off'] : undefined;
}

/** The trainings of the form over these settings; the first sentence that stands against them, by the field it is of. */
export function trainingsOf(
  form: QueueForm,
  train: TrainConfig,
  all: readonly RunConfig[],
): Crossed & { readonly field?: string } {
  const { seeds, frameworks, settings, steps } = form;
  const chosen = form.runs ? all.filter((run) => form.runs?.includes(runId(run))) : train.runs;
  if (chosen.length === 0) return { ok: false, field: 'runs', message: 'Choose one run at least.' };
  if (!Number.isInteger(steps) || steps < 1) {
    return { ok: false, field: 'steps', message: 'Steps must be a whole number of 1 or more.' };
  }
  const typed = [{ path: 'train.seed', text: seeds }, ...settings.filter(({ path }) => path !== '')];
  const axes: Axis[] = [{ path: FRAMEWORK_PATH, values: frameworks }];
  for (const { path, text } of typed) {
    const field = fieldAt(path);
    const values =
      field?.kind === 'switch'
        ? {
            ok: true as const,
            values: text
              .split(' ')
              .filter(Boolean)
              .map((word) => word === 'on'),
          }
        : valuesOf(path, text);
    if (!values.ok) return { ...values, field: path };
    // Seeds change slowest: after the first of them there is one training of each kind.
    if (path === 'train.seed') axes.unshift({ path, values: values.values });
    else axes.push({ path, values: values.values });
  }
  return crossed({ ...train, runs: [...chosen] }, axes);
}

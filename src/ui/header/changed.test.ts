/** What the preset is called: as it is, or changed. */
import { expect, it } from 'vitest';
import { PRESETS, type PresetName, type StudyConfig } from '../../runs/config';
import { openingOf } from '../../session/keep';
import { withSetting } from '../../session/settings';
import { isChanged } from './changed';

const NO_LINK = { ok: true, text: '', config: PRESETS.interactive, preset: 'interactive' } as const;

/** The settings as a reload brings them back: through the storage and the schema. */
function reloaded(config: StudyConfig, preset: PresetName): StudyConfig {
  const { config: back } = openingOf(NO_LINK, { config: structuredClone(config), preset, labels: {} });
  return back!;
}

it.each(Object.keys(PRESETS) as PresetName[])('%s is not changed by a reload', (preset) => {
  const config = reloaded(PRESETS[preset], preset);
  expect(isChanged({ config, preset })).toBe(false);
  // Texts of equal settings are compared elsewhere.
  expect(JSON.stringify(config)).toBe(JSON.stringify(PRESETS[preset]));
});

it('is changed by a setting, after a reload too, and not by the seeds', () => {
  const set = (path: string, value: unknown) => {
    const change = withSetting(PRESETS.interactive, path, value);
    if (!change.ok) throw new Error(change.message);
    return isChanged({ config: reloaded(change.config, 'interactive'), preset: 'interactive' });
  };
  expect(set('train.encoder.size', 64)).toBe(true);
  expect(set('map.perplexity', 5)).toBe(true);
  expect(set('train.seed', 7)).toBe(false);
  expect(set('map.seed', 7)).toBe(false);
});

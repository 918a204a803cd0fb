/** A study as the text behind `#` in a link: the preset, and only what differs from it. */
import { PRESETS, type PresetName, type StudyConfig } from '../runs/config';
import { differences } from '../runs/differences';
import { withSetting } from './settings';

const PRESET_KEY = 'preset';

export interface Linked {
  readonly preset: PresetName;
  readonly config: StudyConfig;
}

/** e.g. `preset=paper&train.seed=3&train.encoder.architecture=r3d_18`; empty for the default preset as it is. */
export function linkOf({ preset, config }: Linked): string {
  const parameters = new URLSearchParams();
  if (preset !== 'interactive') parameters.set(PRESET_KEY, preset);
  for (const { path, value } of differences(config, PRESETS[preset])) {
    parameters.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return parameters.toString();
}

/** Numbers, switches and lists are JSON; whatever is not, is text. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function isPreset(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name);
}

/**
 * What `linkOf` wrote, with or without its `#`.
 * Refused whole, with one sentence that names the key, when it holds anything this version does not know.
 */
export function readLink(
  text: string,
): ({ readonly ok: true } & Linked) | { readonly ok: false; readonly message: string } {
  const parameters = new URLSearchParams(text.replace(/^#/, ''));
  const preset = parameters.get(PRESET_KEY) ?? 'interactive';
  if (!isPreset(preset)) {
    return refused(`"${preset}" is not a preset; there are ${Object.keys(PRESETS).join(', ')}.`);
  }
  let config: StudyConfig = PRESETS[preset];
  for (const [path, value] of parameters) {
    if (path === PRESET_KEY) continue;
    const change = withSetting(config, path, valueOf(value));
    if (!change.ok) return refused(change.message);
    config = change.config;
  }
  return { ok: true, preset, config };
}

function refused(why: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message: `The link was not followed: ${why}` };
}

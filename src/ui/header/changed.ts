/** Whether the settings are still those of their preset. */
import { PRESETS } from '../../runs/config';
import { differences } from '../../runs/differences';
import type { SessionState } from '../../session/state';

/** They have fields of their own beside the preset. */
const SEEDS = ['train.seed', 'map.seed'];

/** True where anything but a seed differs, as the link would say it too. */
export function isChanged({ config, preset }: Pick<SessionState, 'config' | 'preset'>): boolean {
  return differences(config, PRESETS[preset]).some(({ path }) => !SEEDS.includes(path));
}

/** Whose the maps and scores on show are, where that is not said by the settings beside them. */
import type { Difference } from '../../runs/differences';
import { titleOf, valueText } from '../../runs/titles';
import { settingsSince } from '../../session/embedded';
import { useSessionState } from '../session_context';

/** Settings that are told; more would fill the page. */
const TOLD = 3;

/** `Maps and scores are of other settings than those now: Seed 1 (now 0).`; undefined where they are of those now. */
export function whoseMaps(changed: readonly Difference[]): string | undefined {
  if (changed.length === 0) return undefined;
  const told = changed
    .slice(0, TOLD)
    .map(({ path, value, base }) => `${titleOf(path)} ${valueText(value)} (now ${valueText(base)})`);
  const more = changed.length > TOLD ? ` and ${changed.length - TOLD} more` : '';
  return `Maps and scores are of other settings than those now: ${told.join(', ')}${more}.`;
}

/** Of the newest embedding. */
export function useWhoseMaps(): string | undefined {
  return useSessionState((state) => whoseMaps(settingsSince(state)));
}

/** Keys of the player, the same in the strip and on a focused map. */
import { stepFrames, togglePlaying } from './player';

const ON_A_MAP: Readonly<Record<string, () => void>> = {
  ' ': togglePlaying,
  ',': () => stepFrames(-1),
  '.': () => stepFrames(1),
};

/** On a map the arrows walk from point to point. */
const IN_THE_STRIP: typeof ON_A_MAP = {
  ...ON_A_MAP,
  ArrowLeft: () => stepFrames(-1),
  ArrowRight: () => stepFrames(1),
  Home: () => stepFrames(-Infinity),
  End: () => stepFrames(Infinity),
};

/** What `key` does to the player; undefined where it means nothing. */
export function playerKey(key: string, place: 'map' | 'strip'): (() => void) | undefined {
  const keys = place === 'map' ? ON_A_MAP : IN_THE_STRIP;
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}

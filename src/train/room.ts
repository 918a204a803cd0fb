/** Whether there is room for what a training takes: asked by arithmetic, before anything is allocated. */
import type { Cost } from './plan';

export interface Room {
  /** Bytes of one buffer at most. */
  readonly largestBuffer: number;
  /** Bytes of memory that the browser tells of; undefined where it tells of none. */
  readonly memory: number | undefined;
}

/** Bytes that are asked about where the browser does not tell of its memory. */
const MEMORY_UNTOLD = 8 * 2 ** 30;

/** Of the memory that the browser tells of: browser, page and all other programs need some of it. */
const SHARE = 0.75;

const SMALLER = 'Fewer videos a step, smaller frames, a narrower encoder or fewer runs take less.';

/** Why the device cannot hold it, one sentence and what helps; undefined where nothing says so. */
export function refusalOf(
  { largestBuffer }: Pick<Cost, 'largestBuffer'>,
  room: Pick<Room, 'largestBuffer'>,
): string | undefined {
  if (largestBuffer <= room.largestBuffer) return undefined;
  return `One buffer of this training would take ${gibibytes(largestBuffer)}, and the adapter holds ${gibibytes(room.largestBuffer)} in one at most. ${SMALLER}`;
}

/** What stands against trying, one sentence and what helps: nobody tells how much memory a GPU has. Undefined where it is small enough. */
export function questionOf(
  { gpuBytes }: Pick<Cost, 'gpuBytes'>,
  { memory }: Pick<Room, 'memory'>,
): string | undefined {
  if (gpuBytes <= (memory === undefined ? MEMORY_UNTOLD : SHARE * memory)) return undefined;
  const told =
    memory === undefined
      ? 'which is more than many devices have'
      : `and the browser tells of ${gibibytes(memory)} on this device, for all that runs there`;
  return `This training takes about ${gibibytes(gpuBytes)} of memory, ${told}. ${SMALLER}`;
}

function gibibytes(bytes: number): string {
  const value = bytes / 2 ** 30;
  return `${Number.isInteger(value) ? value : value.toFixed(1)} GiB`;
}

/** Of this browser, as far as it tells: rounded, and not more than a bound of its own. */
export function memoryTold(): number | undefined {
  const { deviceMemory } = globalThis.navigator as Navigator & { readonly deviceMemory?: number };
  return deviceMemory === undefined ? undefined : deviceMemory * 2 ** 30;
}

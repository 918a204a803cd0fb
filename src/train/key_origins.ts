/** Where the keys of each queue came from: kept on the host beside the queues, in the same order. */
import type { DrawnView } from '../clips/batches';
import type { ClipOrigin } from './trace_report';

/** A queue as far as its bookkeeping goes. */
interface Filled {
  /** Q. */
  readonly length: number;
  readonly filled: number;
}

export class KeyOrigins {
  /** By owner of a queue, oldest first; at most Q each. */
  readonly #entered = new WeakMap<object, readonly ClipOrigin[]>();

  /** Notes the keys that have just entered the queue of `owner`, in the order in which they went in. */
  enter(owner: object, { length }: Filled, keys: readonly ClipOrigin[]): void {
    this.#entered.set(owner, [...(this.#entered.get(owner) ?? []), ...keys].slice(-length));
  }

  /** Origins of the keys that the queue of `owner` holds, newest first; undefined for those that came with a saved run. */
  held(owner: object, { filled }: Filled): (ClipOrigin | undefined)[] {
    const known = this.#entered.get(owner) ?? [];
    return Array.from({ length: filled }, (_, i) => known[known.length - 1 - i]);
  }
}

/** The clips of a batch that become keys: all but the first of each video, or all where every clip is the query in turn. */
export function keysOf(clips: readonly ClipOrigin[], queries: 'first' | 'each'): ClipOrigin[] {
  return clips.filter(({ clip }) => queries === 'each' || clip > 0);
}

/** The clips of a batch, video by video. `step`: 1 for the first. */
export function clipsOf(views: readonly DrawnView[], step: number): ClipOrigin[] {
  return views.map(({ source, clip, view }) => ({ videoId: source.id, start: view.start, clip, step }));
}

/** Which videos the batches of each step were drawn from: a run that joins later can be given the very same batches, or not. */
import type { BatchSource } from '../clips/batches';
import type { VideoFrames } from '../video/frames';

/** Frames by the id of their video; undefined where they are not here any more. */
export type FrameLookup = (id: string) => VideoFrames | undefined;

interface Drawn {
  /** Steps completed before the first one that was drawn from these. */
  readonly from: number;
  /** In their order, which is part of the seed. */
  readonly ids: readonly string[];
}

export class DrawnFrom {
  readonly #sets: Drawn[] = [];

  /** The batch after `step` completed steps is drawn from these videos. Call it for each step, in their order. */
  note(step: number, videos: readonly BatchSource[]): void {
    const last = this.#sets.at(-1)?.ids;
    const same = last?.length === videos.length && videos.every(({ id }, i) => id === last[i]);
    if (!same) this.#sets.push({ from: step, ids: videos.map(({ id }) => id) });
  }

  /** The videos that the batch after `step` completed steps was drawn from; undefined when they are not known or not here. */
  videosOf(step: number, frames: FrameLookup): BatchSource[] | undefined {
    const set = this.#sets.findLast(({ from }) => from <= step);
    return set && found(set.ids, frames);
  }

  /** Why the first `steps` batches cannot be drawn again, as the end of a sentence; undefined: they can. */
  problem(steps: number, frames: FrameLookup): string | undefined {
    const [first] = this.#sets;
    if (!first || first.from > 0) return 'the batches of its first steps are not known here';
    const sets = this.#sets.filter(({ from }) => from < steps);
    const gone = new Set(sets.flatMap(({ ids }) => ids.filter((id) => !frames(id))));
    if (gone.size === 0) return undefined;
    return `${gone.size === 1 ? 'a video' : `${gone.size} videos`} of its earlier batches ${gone.size === 1 ? 'was' : 'were'} removed`;
  }
}

function found(ids: readonly string[], frames: FrameLookup): BatchSource[] | undefined {
  const sources: BatchSource[] = [];
  for (const id of ids) {
    const of = frames(id);
    if (!of) return undefined;
    sources.push({ id, frames: of });
  }
  return sources;
}

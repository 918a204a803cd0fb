/** What is read off the queue: its cells in rows, and what they say of a query. */
import type { QueueContents } from '../../train/trace_report';

/** Columns of the grid: a row is then a batch or a part of one. */
const COLUMNS = 16;
const WIDE = 64;

export interface Grid {
  readonly rows: number;
  readonly columns: number;
}

/** Q places in rows of 16, or of 64 where there are many. */
export function gridOf(places: number): Grid {
  const columns = Math.min(places, places > COLUMNS * 24 ? WIDE : COLUMNS);
  return { columns, rows: columns === 0 ? 0 : Math.ceil(places / columns) };
}

/** Entered in the step of the query itself: a positive or a key beside it then, a negative only from the next step on. */
export function isOfThisStep({ origins, queries }: QueueContents, place: number): boolean {
  return queries.length > 0 && origins[place]?.step === queries[0]!.step;
}

/** A key of the query's own video that served as a negative. */
export function isFalseNegative(contents: QueueContents, query: number, place: number): boolean {
  const { origins, queries } = contents;
  return (
    !isOfThisStep(contents, place) &&
    queries[query] !== undefined &&
    origins[place]?.videoId === queries[query].videoId
  );
}

/** Cosine of a query with the key of a place; undefined before there is a query. */
export function cosineAt({ cosines, origins, queries }: QueueContents, query: number, place: number) {
  return queries.length === 0 ? undefined : cosines[query * origins.length + place];
}

/** One sentence on the false negatives of a query. */
export function falseNegativeSentence(contents: QueueContents, query: number, batch: number): string {
  const { filled, length, ofOwnVideo, queries, unknown } = contents;
  const own = ofOwnVideo[query];
  if (own === undefined) return 'The queries come with the next step.';
  const older = filled - Math.min(filled, batch);
  const rest = unknown > 0 ? ` Of ${unknown} more it is not known: they came with the saved run.` : '';
  const many = new Set(queries.map(({ videoId }) => videoId)).size;
  if (older === 0)
    return `All keys entered with the last step: no older one is there to be a negative.${rest}`;
  return own === 0
    ? `None of the ${older} older keys is of this query’s own video: every negative is a true one.${rest}`
    : `${own} of the ${older} older keys ${own === 1 ? 'is' : 'are'} of this query’s own video: false negatives, pushed away although they are like it. A queue of Q = ${length} spans ${(length / batch).toFixed(1)} steps of ${many} videos: a shorter one, or more videos, has fewer.${rest}`;
}

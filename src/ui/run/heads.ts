/** How the table of all runs is laid out, and which heads its cells are under: those of all scores stand in a line of their own below the rest. */
import type { ScoreColumn, SortKey } from './sorting';

export type HeadKey = SortKey | 'changed' | 'note' | 'actions' | `measure ${string}`;

/** Columns of scores that the other cells of a run lie over, where the scores have a line of their own: all twelve together. */
export const SPANS = { changed: 3, one: 1, note: 2, actions: 2 } as const;

/** True where the scores would make one line too wide for the page. */
export function hasTwoLines(columns: readonly ScoreColumn[]): boolean {
  return columns.length > 2;
}

export function headId(key: HeadKey): string {
  return `all-runs-${key.replaceAll(' ', '-')}`;
}

/** The `headers` of a cell: with two lines a column alone would name those of both. */
export function headersOf(nameId: string, ...keys: readonly HeadKey[]): string {
  return [nameId, ...keys.map(headId)].join(' ');
}

/** Tables as CSV. */

type Cell = string | number | boolean | undefined;

/** A text is quoted where it must be, and never read as a formula by a spreadsheet; undefined and NaN leave the cell empty. */
function cell(value: Cell): string {
  if (typeof value !== 'string') return value === undefined || Number.isNaN(value) ? '' : String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** RFC 4180. */
export function csv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

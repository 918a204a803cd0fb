/** Hands a file to the browser to be saved. */

/** Milliseconds after which the browser surely has begun to read it. */
const KEPT = 10_000;

export function download(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT);
}

/** Of letters, digits, dots, dashes and underscores, at most 100, and never hidden: fit for every file system. */
export function safeName(text: string): string {
  const safe = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 100)
    .replace(/[.-]+$/, '');
  return safe || 'map';
}

/** Hands a file to the browser to be saved. */
import type { SavedFile } from '../../session/weights';

/** The address must outlive the click: browsers begin to read it later. */
const KEPT_MS = 60_000;

export function download({ name, bytes }: SavedFile): void {
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}

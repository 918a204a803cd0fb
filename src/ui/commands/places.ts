/** Places on the page that commands lead to. */
import { showFields } from '../settings/fields_shown';

/** Brings an element into view and the keyboard to it; nothing where it is not on the page. */
function goTo(element: HTMLElement | null | undefined): void {
  if (!element) return;
  element.scrollIntoView({ block: 'nearest' });
  if (element.tabIndex < 0 && !element.hasAttribute('tabindex')) element.tabIndex = -1;
  element.focus();
}

export function goToPlace(id: 'maps' | 'library' | 'runs' | 'queue'): void {
  goTo(document.getElementById(id));
}

export function goToSettings(): void {
  goTo(document.querySelector<HTMLElement>('.settings summary'));
}

/** The control of a setting, in its group, which is opened. */
export function goToSetting(path: string): void {
  showFields();
  const row = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`);
  const group = row?.closest('details');
  if (group) group.open = true;
  goTo(row?.querySelector<HTMLElement>('input, select'));
}

/** What the queue of keys holds, which is opened. */
export function goToHeldKeys(): void {
  const panel = document.querySelector<HTMLDetailsElement>('#held-keys');
  if (panel) panel.open = true;
  goTo(panel?.querySelector('summary'));
}

export function pickFiles(): void {
  document.querySelector<HTMLInputElement>('#add-files')?.click();
}

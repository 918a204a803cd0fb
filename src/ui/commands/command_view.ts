/** Which of the command dialogs is open, and whether single keys are shortcuts. */
import { create } from 'zustand';

/** Single keys disturb those who dictate: they can be switched off, and stay so. */
const STORED = 'ltn-single-keys';

interface CommandView {
  readonly open: 'palette' | 'keys' | undefined;
  readonly singleKeys: boolean;
}

function stored(): boolean {
  try {
    return localStorage.getItem(STORED) !== 'off';
  } catch {
    // No storage in this browser: the default then.
    return true;
  }
}

export const useCommandView = create<CommandView>()(() => ({ open: undefined, singleKeys: stored() }));

export function setSingleKeys(on: boolean): void {
  useCommandView.setState({ singleKeys: on });
  try {
    localStorage.setItem(STORED, on ? 'on' : 'off');
  } catch {
    // It lasts as long as the page then.
  }
}

export const showPalette = () => useCommandView.setState({ open: 'palette' });
export const showKeys = () => useCommandView.setState({ open: 'keys' });
export const closeCommands = () => useCommandView.setState({ open: undefined });

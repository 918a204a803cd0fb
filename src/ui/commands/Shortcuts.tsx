/** Listens for the keyboard shortcuts of the whole page, and holds the dialogs that they open. */
import { useHotkeys, type HotkeyItem } from '@mantine/hooks';
import { useEffect } from 'react';
import { onDemand } from '../on_demand';
import type { Command } from './command_list';
import { showPalette, useCommandView } from './command_view';
import { takesText } from './typing';
import { useCommands } from './use_commands';

const Palette = onDemand(() => import('./Palette'));
const ShortcutList = onDemand(() => import('./ShortcutList'));

/** As the hotkeys are written: Ctrl is Cmd on a Mac. */
function hotkeysOf({ id, keys = '' }: Command): string[] {
  // Typed with Shift on most keyboards, without on others.
  if (keys === '?') return ['?', 'shift+?'];
  const hotkey = keys.replace('Ctrl', 'mod').toLowerCase();
  return id === 'redo' ? [hotkey, 'mod+y'] : [hotkey];
}

/** A letter in a list of choices chooses; in a dialog it is the dialog's. */
function isElsewhere(target: EventTarget | null): boolean {
  return target instanceof HTMLSelectElement || document.querySelector('[role="dialog"]') !== null;
}

export function Shortcuts() {
  const { open, singleKeys } = useCommandView();
  const commands = useCommands();
  const items: HotkeyItem[] = commands.flatMap((command): HotkeyItem[] => {
    const { id, keys, off, run } = command;
    if (keys === undefined || id === 'palette') return [];
    const single = keys.length === 1;
    const act = (event: KeyboardEvent) => {
      // Where text is typed, letters are letters and undo is the browser's own; a dialog or map may have taken the key.
      if (takesText(event.target) || event.defaultPrevented || off) return;
      if (single && (!singleKeys || isElsewhere(event.target))) return;
      event.preventDefault();
      run();
    };
    return hotkeysOf(command).map((hotkey) => [hotkey, act, { preventDefault: false }]);
  });
  useHotkeys([...items, ['mod+k', showPalette]], [], true);
  useEffect(() => Palette.fetchAhead(), []);
  return (
    <>
      {open === 'palette' && <Palette />}
      {open === 'keys' && <ShortcutList />}
    </>
  );
}

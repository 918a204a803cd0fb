/** Listens for the keyboard shortcuts of the whole page. */
import { useHotkeys } from '@mantine/hooks';
import { useActions } from '../session_context';
import { takesText } from './typing';

export function Shortcuts() {
  const actions = useActions();
  const outsideText = (act: () => void) => (event: KeyboardEvent) => {
    if (takesText(event.target)) return;
    event.preventDefault();
    act();
  };
  const options = { preventDefault: false };
  useHotkeys(
    [
      ['mod+Z', outsideText(() => actions.undo()), options],
      ['mod+shift+Z', outsideText(() => actions.redo()), options],
      ['mod+Y', outsideText(() => actions.redo()), options],
    ],
    [],
    true,
  );
  return null;
}

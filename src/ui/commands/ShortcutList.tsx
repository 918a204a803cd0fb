/** The keyboard shortcuts, and the switch for those of a single key. */
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import './commands.css';
import { Modal, Switch } from '@mantine/core';
import { closeCommands, setSingleKeys, useCommandView } from './command_view';
import { useReturnFocus } from './return_focus';
import { useCommands } from './use_commands';

export default function ShortcutList() {
  const commands = useCommands().filter(({ keys }) => keys !== undefined);
  useReturnFocus();
  const singleKeys = useCommandView((view) => view.singleKeys);
  return (
    <Modal
      opened
      onClose={closeCommands}
      title="Keyboard shortcuts"
      size="min(420px, 94vw)"
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close the shortcuts' }}
    >
      <dl className="shortcuts">
        {commands.map(({ id, title, keys }) => (
          <div key={id} data-off={(keys!.length === 1 && !singleKeys) || undefined}>
            <dt>{id === 'train' ? 'Train, pause, resume' : title}</dt>
            <dd>
              <kbd>{keys}</kbd>
              {id === 'redo' && (
                <>
                  {' '}
                  or <kbd>Ctrl+Y</kbd>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <Switch
        size="xs"
        mt={10}
        label="Single keys are shortcuts"
        checked={singleKeys}
        onChange={(event) => setSingleKeys(event.currentTarget.checked)}
      />
      <p className="hint shortcuts-note">
        On a Mac, Cmd for Ctrl. In a map: arrow keys go from segment to segment. In a text field undo is the
        field’s own.
      </p>
    </Modal>
  );
}

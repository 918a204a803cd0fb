/** All commands by name: type some of it, Enter does it. */
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import './commands.css';
import { Modal, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useRunView } from '../run/run_view';
import { useActions } from '../session_context';
import { assignments, found, type Command } from './command_list';
import { closeCommands } from './command_view';
import { useReturnFocus } from './return_focus';
import { useCommands } from './use_commands';

/** More would not be read. */
const MOST = 60;

export default function Palette() {
  const commands = useCommands();
  const actions = useActions();
  useReturnFocus();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const shown = [...assignments(query, actions), ...found(commands, query)].slice(0, MOST);
  const active = Math.min(at, shown.length - 1);

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const act = (command: Command | undefined) => {
    if (!command || command.off) return;
    closeCommands();
    useRunView.setState({ open: false });
    // After the dialog has given the focus back, or the command's own place would lose it again.
    setTimeout(command.run, 20);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (steps !== undefined) {
      event.preventDefault();
      const wrapped = Math.abs(steps) === 1 ? (active + steps + shown.length) % shown.length : active + steps;
      setAt(Math.max(0, Math.min(shown.length - 1, wrapped)));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      act(shown[active]);
    }
  };
  return (
    <Modal
      opened
      onClose={closeCommands}
      withCloseButton={false}
      size="min(560px, 94vw)"
      yOffset="10dvh"
      padding={0}
      transitionProps={{ duration: 0 }}
      aria-label="Commands"
    >
      <TextInput
        data-autofocus
        size="md"
        role="combobox"
        aria-label="Command"
        aria-expanded
        aria-controls="commands-list"
        aria-activedescendant={shown[active] ? `command-${active}` : undefined}
        aria-autocomplete="list"
        placeholder="Type a command, a setting, or a setting and its value: size 64"
        className="palette-input"
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul ref={list} id="commands-list" role="listbox" aria-label="Commands" className="palette-list">
        {shown.map((command, i) => (
          <li
            key={command.id}
            id={`command-${i}`}
            role="option"
            aria-selected={i === active}
            aria-disabled={command.off}
            onPointerMove={() => setAt(i)}
            onClick={() => act(command)}
          >
            <span>
              {command.title} <span className="palette-detail">{command.detail}</span>
            </span>
            {command.keys !== undefined && <kbd>{command.keys}</kbd>}
          </li>
        ))}
      </ul>
      <p className="palette-none" role="status">
        {shown.length === 0 ? 'No command has these words.' : ''}
      </p>
    </Modal>
  );
}

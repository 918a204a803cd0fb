/** Files and folders by button, for keyboards and for those who do not drag. */
import { Button } from '@mantine/core';
import { IconFilePlus, IconFolderPlus } from '@tabler/icons-react';
import { useRef, type ChangeEvent, type ComponentProps } from 'react';
import { useActions } from '../session_context';
import { addedFiles } from './dropped_files';

const ICON_SIZE = 14;
/** Not in React's types, though every browser on computers has it. */
const AS_FOLDER = { webkitdirectory: '' } as ComponentProps<'input'>;

export function AddButtons() {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const actions = useActions();
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    const input = event.currentTarget;
    void actions.addFiles(addedFiles(input.files ?? []));
    // The same file may be chosen again, e.g. after it was removed.
    input.value = '';
  };
  return (
    <div className="add-buttons">
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconFilePlus size={ICON_SIZE} aria-hidden />}
        onClick={() => files.current?.click()}
      >
        Add files
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconFolderPlus size={ICON_SIZE} aria-hidden />}
        onClick={() => folder.current?.click()}
      >
        Add folder
      </Button>
      {/* No `accept`: what cannot be used is told why, instead of being greyed out by the system. */}
      <input
        ref={files}
        id="add-files"
        type="file"
        multiple
        hidden
        aria-label="Video files"
        onChange={onChange}
      />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        aria-label="Video folder"
        onChange={onChange}
        {...AS_FOLDER}
      />
    </div>
  );
}

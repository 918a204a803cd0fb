/** All commands by name, and what this is. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCommand, IconHelp } from '@tabler/icons-react';
import { showPalette } from '../commands/command_view';
import { showGuide, setAbout, useGuideView } from '../guide/guide_view';

const ICON_SIZE = 18;

export function PageButtons() {
  const guided = useGuideView((view) => view.shown);
  const help = guided ? 'About' : 'First steps';
  return (
    <>
      <Tooltip label="All commands (Ctrl+K); ? lists the shortcuts">
        <ActionIcon variant="subtle" color="gray" aria-label="All commands" onClick={showPalette}>
          <IconCommand size={ICON_SIZE} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={help}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={help}
          onClick={() => (guided ? setAbout(true) : showGuide())}
        >
          <IconHelp size={ICON_SIZE} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

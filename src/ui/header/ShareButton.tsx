/** Copies the link to the study as it is set: the page's address holds only what differs from the preset. */
import { Button, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconLink } from '@tabler/icons-react';

const ICON_SIZE = 14;

export function ShareButton() {
  const clipboard = useClipboard({ timeout: 2000 });
  const text = clipboard.error ? 'Copy the address instead' : clipboard.copied ? 'Copied' : 'Share';
  return (
    <Tooltip label="Copies a link to these settings, seeds included. Videos are never part of it.">
      <Button
        size="xs"
        px={10}
        variant="default"
        leftSection={
          clipboard.copied ? (
            <IconCheck size={ICON_SIZE} aria-hidden />
          ) : (
            <IconLink size={ICON_SIZE} aria-hidden />
          )
        }
        onClick={() => clipboard.copy(window.location.href)}
      >
        {text}
      </Button>
    </Tooltip>
  );
}

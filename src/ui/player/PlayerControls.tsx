/** Play and pause, frame by frame, backwards, speed, and the clip beside. */
import { ActionIcon, NativeSelect } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerTrackPrevFilled,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { LibraryVideo } from '../../session/state';
import {
  SPEEDS,
  setSpeed,
  showBeside,
  stepFrames,
  toggleBackwards,
  togglePlaying,
  usePlayer,
} from './player';

const ICON_SIZE = 14;

interface PlayerControlsProps {
  readonly disabled: boolean;
  /** Clips to show beside, the likeliest first. */
  readonly choices: readonly LibraryVideo[];
  /** The one of them that is shown. */
  readonly beside: LibraryVideo | undefined;
}

export function PlayerControls({ disabled, choices, beside }: PlayerControlsProps) {
  const { playing, backwards, speed } = usePlayer();
  const button = { disabled, size: 26, variant: 'default' } as const;
  return (
    <div className="player-controls" role="group" aria-label="Play">
      <Control {...button} label="One frame back" onClick={() => stepFrames(-1)}>
        <IconChevronLeft size={ICON_SIZE} aria-hidden />
      </Control>
      <Control
        {...button}
        variant="filled"
        label={playing ? 'Pause clip' : 'Play clip'}
        onClick={togglePlaying}
      >
        {playing ? (
          <IconPlayerPauseFilled size={ICON_SIZE} aria-hidden />
        ) : (
          <IconPlayerPlayFilled
            size={ICON_SIZE}
            aria-hidden
            style={backwards ? { transform: 'scaleX(-1)' } : undefined}
          />
        )}
      </Control>
      <Control {...button} label="One frame on" onClick={() => stepFrames(1)}>
        <IconChevronRight size={ICON_SIZE} aria-hidden />
      </Control>
      <Control
        {...button}
        variant={backwards ? 'light' : 'default'}
        label="Backwards"
        pressed={backwards}
        onClick={toggleBackwards}
      >
        <IconPlayerTrackPrevFilled size={ICON_SIZE} aria-hidden />
      </Control>
      <NativeSelect
        size="xs"
        w={68}
        aria-label="Speed"
        disabled={disabled}
        value={String(speed)}
        data={SPEEDS.map((value) => ({ value: String(value), label: `${value}×` }))}
        onChange={(event) => setSpeed(Number(event.currentTarget.value))}
      />
      <label className="field-inline player-beside">
        <span>Beside</span>
        <NativeSelect
          size="xs"
          w={170}
          disabled={disabled || choices.length === 0}
          value={beside?.id ?? ''}
          data={[
            { value: '', label: 'one clip only' },
            ...choices.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => showBeside(event.currentTarget.value || undefined)}
        />
      </label>
    </div>
  );
}

interface ControlProps {
  readonly label: string;
  readonly pressed?: boolean;
  readonly disabled: boolean;
  readonly size: number;
  readonly variant: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Control({ label, pressed, children, ...rest }: ControlProps) {
  return (
    <ActionIcon
      aria-label={label}
      title={label}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...rest}
    >
      {children}
    </ActionIcon>
  );
}

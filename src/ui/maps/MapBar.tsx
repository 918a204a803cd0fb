/** What the maps show: which spaces, in which projection, how t-SNE moves, and which moment of the training. */
import { ActionIcon, Checkbox, NativeSelect, NumberInput } from '@mantine/core';
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipForwardFilled,
  IconRotate,
} from '@tabler/icons-react';
import { SPACES } from '../../session/state';
import { useActions, useSessionState } from '../session_context';
import { useCommitted } from '../settings/committed';
import { Moments } from './Moments';
import { SPACE_TEXTS } from './spaces';

const ICON = { size: 13, 'aria-hidden': true } as const;
/** Gradient steps at a click: one is too small to be seen. */
const STEPS = 10;
const PACES = [
  { value: 'Infinity', label: 'full pace' },
  { value: '30', label: '30 steps/s' },
  { value: '5', label: '5 steps/s' },
] as const;

export function MapBar() {
  return (
    <>
      <div className="map-bar">
        <SpaceChoice />
        <ProjectionChoice />
      </div>
      <div className="map-bar">
        <Motion />
        <Moments />
      </div>
    </>
  );
}

function SpaceChoice() {
  const map = useSessionState((state) => state.config.map);
  const actions = useActions();
  return (
    <div className="map-bar-group" role="group" aria-label="Spaces that are shown">
      {SPACES.map((space) => (
        <Checkbox
          key={space}
          size="xs"
          className="map-space"
          aria-label={`${SPACE_TEXTS[space].symbol}: ${SPACE_TEXTS[space].spoken}`}
          label={<span className="symbol">{SPACE_TEXTS[space].symbol}</span>}
          checked={map[space]}
          onChange={(event) => actions.setConfig(`map.${space}`, event.currentTarget.checked)}
        />
      ))}
    </div>
  );
}

function ProjectionChoice() {
  const projection = useSessionState((state) => state.config.map.projection);
  const actions = useActions();
  return (
    <div className="map-bar-group">
      <NativeSelect
        size="xs"
        w={84}
        aria-label="Projection"
        value={projection}
        data={[
          { value: 'tsne', label: 't-SNE' },
          { value: 'pca', label: 'PCA' },
        ]}
        onChange={(event) => actions.setConfig('map.projection', event.currentTarget.value)}
      />
      <MapNumber path="perplexity" label="Perplexity" min={2} max={100} />
      <MapNumber path="seed" label="Map seed" min={0} max={2 ** 31 - 1} />
    </div>
  );
}

interface MapNumberProps {
  readonly path: 'perplexity' | 'seed';
  readonly label: string;
  readonly min: number;
  readonly max: number;
}

/** Of t-SNE: PCA has neither. */
function MapNumber({ path, label, min, max }: MapNumberProps) {
  const value = useSessionState((state) => state.config.map[path]);
  const disabled = useSessionState((state) => state.config.map.projection !== 'tsne');
  const actions = useActions();
  const field = useCommitted(value, (next) => actions.setConfig(`map.${path}`, next));
  return (
    <label className="field-inline">
      <span>{label}</span>
      <NumberInput
        size="xs"
        w={60}
        min={min}
        max={max}
        disabled={disabled}
        error={field.message !== undefined}
        {...field.input}
      />
    </label>
  );
}

/** Play, pause, step and pace of t-SNE itself. */
function Motion() {
  const { paused, stepsASecond } = useSessionState((state) => state.mapMotion);
  const disabled = useSessionState((state) => state.config.map.projection !== 'tsne' || !state.embedding);
  const actions = useActions();
  const button = { size: 26, variant: 'default', disabled } as const;
  const toggle = paused ? 'Let t-SNE go on' : 'Hold t-SNE';
  return (
    <div className="map-bar-group" role="group" aria-label="Motion of t-SNE">
      <ActionIcon
        {...button}
        aria-label={toggle}
        title={toggle}
        onClick={() => actions.moveMaps({ paused: !paused })}
      >
        {paused ? <IconPlayerPlayFilled {...ICON} /> : <IconPlayerPauseFilled {...ICON} />}
      </ActionIcon>
      <ActionIcon
        {...button}
        aria-label={`${STEPS} steps of t-SNE`}
        title={`${STEPS} gradient steps`}
        onClick={() => actions.stepMaps(STEPS)}
      >
        <IconPlayerSkipForwardFilled {...ICON} />
      </ActionIcon>
      <ActionIcon
        {...button}
        aria-label="t-SNE from the beginning"
        title="From the beginning"
        onClick={() => actions.restartMaps()}
      >
        <IconRotate {...ICON} />
      </ActionIcon>
      <NativeSelect
        size="xs"
        w={98}
        aria-label="Pace of t-SNE"
        disabled={disabled}
        value={String(stepsASecond)}
        data={[...PACES]}
        onChange={(event) => actions.moveMaps({ stepsASecond: Number(event.currentTarget.value) })}
      />
    </div>
  );
}

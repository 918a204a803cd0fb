/** Top of the page: what is trained, the commands, where it stands. */
import { NativeSelect, NumberInput } from '@mantine/core';
import { PRESET_TABLE, type PresetName } from '../../runs/config';
import { isReady } from '../../session/library';
import type { LibraryVideo, VideoSource } from '../../session/state';
import { useActions, useSessionState } from '../session_context';
import { useCommitted } from '../settings/committed';
import { isChanged } from './changed';
import { PageButtons } from './PageButtons';
import { SchemeButton } from './SchemeButton';
import { ShareButton } from './ShareButton';
import { StatusStrip } from './StatusStrip';
import { Transport } from './Transport';
import { UndoButtons } from './UndoButtons';

/** Stands for a preset that was changed; choosing the preset again takes the changes back. */
const CHANGED = 'changed';
const MAX_SEED = 2 ** 31 - 1;

export function Header() {
  return (
    <header>
      <div className="header">
        <h1>LTN Playground</h1>
        <SetSelect />
        <PresetSelect />
        <Seed />
        <Transport />
        <UndoButtons />
        <ShareButton />
        <div className="header-end">
          <PageButtons />
          <SchemeButton />
        </div>
      </div>
      <StatusStrip />
    </header>
  );
}

function SetSelect() {
  const trainOn = useSessionState((state) => state.trainOn);
  const builtin = useSessionState(({ library }) => ready(library, 'builtin'));
  const own = useSessionState(({ library }) => ready(library, 'own'));
  const rendered = useSessionState((state) => state.builtin.status !== 'off');
  const actions = useActions();
  return (
    <label className="field-inline">
      <span>Set</span>
      <NativeSelect
        size="xs"
        w={212}
        value={trainOn}
        onChange={(event) => actions.setTrainOn(event.currentTarget.value as VideoSource)}
        data={[
          ...(rendered ? [{ value: 'builtin', label: `Enter/Leave, rendered (${builtin})` }] : []),
          { value: 'own', label: `Your videos (${own})`, disabled: own === 0 && trainOn !== 'own' },
        ]}
      />
    </label>
  );
}

function ready(library: readonly LibraryVideo[], source: VideoSource): number {
  return library.filter((video) => video.source === source && isReady(video)).length;
}

function PresetSelect() {
  const preset = useSessionState((state) => state.preset);
  const changed = useSessionState(isChanged);
  const actions = useActions();
  const presets = Object.entries(PRESET_TABLE).map(([value, { title }]) => ({ value, label: title }));
  return (
    <label className="field-inline">
      <span>Preset</span>
      <NativeSelect
        size="xs"
        value={changed ? CHANGED : preset}
        onChange={(event) => actions.choosePreset(event.currentTarget.value as PresetName)}
        data={
          changed
            ? [{ value: CHANGED, label: `${PRESET_TABLE[preset].title}, changed` }, ...presets]
            : presets
        }
      />
    </label>
  );
}

function Seed() {
  const seed = useSessionState((state) => state.config.train.seed);
  const actions = useActions();
  const field = useCommitted(seed, (value) => actions.setConfig('train.seed', value));
  return (
    <label className="field-inline">
      <span>Seed</span>
      <NumberInput
        size="xs"
        w={72}
        min={0}
        max={MAX_SEED}
        allowDecimal={false}
        error={field.message !== undefined}
        {...field.input}
      />
    </label>
  );
}

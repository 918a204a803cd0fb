/** One training step, phase by phase, forward and back. */
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import './slow_motion.css';
import { Button, Modal, NativeSelect } from '@mantine/core';
import { useMediaQuery, useReducedMotion } from '@mantine/hooks';
import { useEffect, useState, type KeyboardEvent } from 'react';
import type { SlowStepAnswer } from '../../session/slow_motion';
import { allows } from '../../session/stage';
import { runId, runName } from '../../time/config';
import { useReturnFocus } from '../commands/return_focus';
import { usePointerHint } from '../pointer_hints';
import { runColour } from '../run_colours';
import { useScheme } from '../scheme';
import { useActions, useSessionState } from '../session_context';
import { statusSentence } from '../status';
import { useClipNames } from './clip_names';
import type { ShownRun } from './phase';
import { PHASES } from './phases';
import { closeSlowMotion, goToPhase, takeSlowStep, useSlowMotion } from './slow_motion_view';

/** Milliseconds that a phase stays while it is played. */
const STAYS = 6000;

export default function SlowMotionDialog() {
  useReturnFocus();
  const shown = useSlowMotion((view) => view.shown);
  const narrow = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });
  return (
    <Modal
      opened
      onClose={closeSlowMotion}
      title={
        typeof shown === 'object' && shown.ok
          ? `Step ${shown.trace.step} in slow motion`
          : 'One step in slow motion'
      }
      size="min(1240px, 96vw)"
      fullScreen={narrow}
      yOffset="4dvh"
      transitionProps={{ duration: 0 }}
      onKeyDown={turnByKey}
      closeButtonProps={{ 'aria-label': 'Close slow motion' }}
    >
      {typeof shown === 'object' && shown.ok ? (
        <Phases shown={shown} />
      ) : (
        <div className="slow-motion">
          {shown === 'taking' ? (
            <Taking />
          ) : (
            <p role="status">{shown?.message ?? 'No step was taken yet.'}</p>
          )}
          {shown !== 'taking' && <TakeButton label="Take a step" />}
        </div>
      )}
    </Modal>
  );
}

/** Weights that are being made come first, and so do runs that are behind: that may take a while. */
function Taking() {
  const first = useSessionState((state) =>
    state.stage === 'preparing' || state.behind ? statusSentence(state) : undefined,
  );
  return <p role="status">{first ? `${first} The step comes after that.` : 'The step is being taken …'}</p>;
}

/** Arrow keys that nothing inside the dialog has a use for turn the phases. */
function turnByKey(event: KeyboardEvent<HTMLElement>): void {
  const { shown, phase } = useSlowMotion.getState();
  const { target, key, ctrlKey, metaKey, altKey } = event;
  if (typeof shown !== 'object' || !shown.ok || ctrlKey || metaKey || altKey) return;
  if (target instanceof HTMLSelectElement) return;
  if (key !== 'ArrowRight' && key !== 'ArrowLeft') return;
  event.preventDefault();
  turnTo(phase + (key === 'ArrowRight' ? 1 : -1));
}

/** Nothing before the first and after the last. */
function turnTo(phase: number): void {
  if (phase >= 0 && phase < PHASES.length) goToPhase(phase);
}

/** The next step; possible where a plain one is. */
function TakeButton({ label }: { label: string }) {
  const stage = useSessionState((state) => state.stage);
  const actions = useActions();
  return (
    <Button
      size="compact-sm"
      variant="default"
      disabled={!allows(stage, 'step')}
      onClick={() => void takeSlowStep(() => actions.slowStep())}
    >
      {label}
    </Button>
  );
}

/** The runs of the step with names and colours; those that were taken out meanwhile have none to be known by. */
function useShownRuns(traces: Extract<SlowStepAnswer, { ok: true }>['trace']['runs']): ShownRun[] {
  const scheme = useScheme();
  const configured = useSessionState((state) => (state.prepared?.config ?? state.config.train).runs);
  return traces.flatMap((trace) => {
    const config = configured.find((run) => runId(run) === trace.id);
    return config ? [{ config, name: runName(config), colour: runColour(trace.id, scheme), trace }] : [];
  });
}

function Phases({ shown: { trace, views } }: { shown: Extract<SlowStepAnswer, { ok: true }> }) {
  const { phase, runId: chosen } = useSlowMotion();
  const hint = usePointerHint();
  const names = useClipNames(trace);
  const runs = useShownRuns(trace.runs);
  const { title, says, equation, shared, Component } = PHASES[phase]!;
  const [playing, setPlaying] = usePlaying(phase);
  const only = runs.filter(({ trace: { id } }) => id === chosen);
  return (
    <div className="slow-motion">
      <Way phase={phase} playing={playing} onPlay={setPlaying} />
      <div className="slow-head">
        <h3>
          {phase + 1}. {title}
        </h3>
        {!shared && runs.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label="Run"
            value={only.length > 0 ? chosen : ''}
            onChange={({ currentTarget: { value } }) =>
              useSlowMotion.setState({ runId: value === '' ? undefined : value })
            }
            data={[
              { value: '', label: 'All runs, side by side' },
              ...runs.map(({ trace: { id }, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
        <TakeButton label="Take another step" />
      </div>
      <p role="status">
        <span className="visually-hidden">
          Phase {phase + 1} of {PHASES.length}, {title}.{' '}
        </span>
        {says}
      </p>
      {equation !== undefined && <p className="equation">{equation}</p>}
      <Component trace={trace} views={views} runs={only.length > 0 ? only : runs} names={names} />
      <p className="hint slow-foot">{hint('phases')}</p>
    </div>
  );
}

/** Whether the phases turn by themselves; they stop at the last one. */
function usePlaying(phase: number): [boolean, (playing: boolean) => void] {
  const [playing, setPlaying] = useState(false);
  const runs = playing && phase < PHASES.length - 1;
  useEffect(() => {
    if (!runs) return undefined;
    const timer = setTimeout(() => goToPhase(phase + 1), STAYS);
    return () => clearTimeout(timer);
  }, [phase, runs]);
  return [runs, setPlaying];
}

interface WayProps {
  readonly phase: number;
  readonly playing: boolean;
  readonly onPlay: (playing: boolean) => void;
}

function Way({ phase, playing, onPlay }: WayProps) {
  const still = useReducedMotion(undefined, { getInitialValueInEffect: false });
  const last = PHASES.length - 1;
  const onPlayClick = () => {
    if (!playing && phase === last) goToPhase(0);
    onPlay(!playing);
  };
  // Buttons that are disabled outright would lose the keyboard, and the arrow keys with it.
  return (
    <nav className="slow-way" aria-label="Phases of the step">
      <Button
        size="compact-sm"
        variant="default"
        data-disabled={phase === 0 || undefined}
        aria-disabled={phase === 0}
        onClick={() => turnTo(phase - 1)}
      >
        <span aria-hidden>←&nbsp;</span>Back
      </Button>
      <ol>
        {PHASES.map(({ title }, i) => (
          <li key={title}>
            <button
              type="button"
              aria-current={i === phase ? 'step' : undefined}
              onClick={() => goToPhase(i)}
            >
              {i + 1} {title}
            </button>
          </li>
        ))}
      </ol>
      <Button
        size="compact-sm"
        variant="default"
        data-disabled={phase === last || undefined}
        aria-disabled={phase === last}
        onClick={() => turnTo(phase + 1)}
      >
        Next<span aria-hidden>&nbsp;→</span>
      </Button>
      {/* Whoever asks for less motion turns the phases by hand. */}
      {!still && (
        <Button size="compact-sm" variant="default" w={64} onClick={onPlayClick}>
          {playing ? 'Pause' : 'Play'}
        </Button>
      )}
    </nav>
  );
}

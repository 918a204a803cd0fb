/** One training of the queue: its runs, what of it differs from the others, its state, and what can be done with it. */
import { IconArrowDown, IconArrowUp, IconRefresh, IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import { FRAMEWORKS } from '../../contrast/config';
import { valuesText } from '../../runs/cross';
import { secondsOf } from '../../session/estimate';
import { isWaiting } from '../../session/queue_items';
import type { QueuedTraining } from '../../session/state';
import { runId, runName } from '../../time/config';
import { count, duration } from '../format';
import { runColour } from '../run_colours';
import { useScheme } from '../scheme';
import { useActions, useSessionState } from '../session_context';
import { Action } from './Action';

const ICON_SIZE = 14;

interface ItemProps {
  readonly item: QueuedTraining;
  /** Settings that differ within the queue. */
  readonly paths: readonly string[];
  /** Tells what an action came to. */
  readonly say: (sentence: string) => void;
}

export function QueueItem({ item, paths, say }: ItemProps) {
  const scheme = useScheme();
  const number = useSessionState(
    ({ archive }) => archive.find(({ training }) => training === item.training)?.number,
  );
  const name = nameOf(item, paths);
  return (
    <li data-state={item.state}>
      <div>
        <span className="queue-name">
          {item.training !== undefined && number !== undefined && <span className="dim">#{number} </span>}
          {name}
        </span>
        <span className="queue-runs">
          {item.config.runs.map((run) => (
            <span key={runId(run)}>
              <span className="swatch" style={{ background: runColour(runId(run), scheme) }} /> {runName(run)}
            </span>
          ))}
        </span>
        <span className="hint queue-state">
          <StateText item={item} />
        </span>
      </div>
      <ItemActions item={item} name={name} say={say} />
    </li>
  );
}

/** What differs from the others; of one alone, its seed and framework. */
function nameOf({ config }: QueuedTraining, paths: readonly string[]): string {
  if (paths.length > 0) return valuesText(config, paths);
  return `${FRAMEWORKS[config.contrast.framework].name} · ${valuesText(config, ['train.seed'])}`;
}

function StateText({ item }: { item: QueuedTraining }) {
  const step = useSessionState((state) => (item.state === 'training' ? state.step : 0));
  const works = useSessionState((state) => state.queueWorks);
  const everySteps = useSessionState((state) => state.config.map.everySteps);
  const { state, steps, estimate, message } = item;
  switch (state) {
    case 'waiting': {
      const time = estimate ? `, about ${duration(secondsOf(estimate, { steps, everySteps }))}` : '';
      return `waits; ${count(steps)} steps${time}`;
    }
    case 'training':
      return step < steps
        ? `${works ? 'now' : 'paused'}, step ${count(step)} of ${count(steps)}`
        : `all ${count(steps)} steps taken, maps and probes`;
    case 'done':
      return `done, ${count(steps)} steps`;
    case 'stopped':
      return `stopped before step ${count(steps)}`;
    case 'failed':
      return `failed: ${message ?? 'no reason was given.'}`;
  }
}

function ItemActions({ item, name, say }: { item: QueuedTraining; name: string; say: ItemProps['say'] }) {
  const actions = useActions();
  const busy = useSessionState(({ stage }) => stage === 'pausing');
  if (item.state === 'training') {
    return (
      <Action
        label={`End ${name} here`}
        off={busy}
        onClick={() => {
          say(`${name} ends; what it has learnt so far is in the table of runs.`);
          void actions.cancelQueued();
        }}
      >
        <IconX size={ICON_SIZE} aria-hidden />
      </Action>
    );
  }
  const { id, config, steps, state } = item;
  return (
    <div className="queue-actions">
      {state === 'waiting' && <Moves item={item} name={name} say={say} />}
      {(state === 'stopped' || state === 'failed') && (
        <Action
          label={`Queue ${name} again`}
          onClick={() => {
            actions.dequeue([id]);
            actions.enqueue([{ config, steps }]);
            say(`${name} waits again, at the end.`);
          }}
        >
          <IconRefresh size={ICON_SIZE} aria-hidden />
        </Action>
      )}
      <Action
        label={`Take ${name} out of the queue`}
        onClick={() => {
          actions.dequeue([id]);
          say(`${name} was taken out of the queue.`);
        }}
      >
        <IconX size={ICON_SIZE} aria-hidden />
      </Action>
    </div>
  );
}

function Moves({ item, name, say }: { item: QueuedTraining; name: string; say: ItemProps['say'] }) {
  const actions = useActions();
  const place = useSessionState(({ queue }) => queue.filter(isWaiting).findIndex(({ id }) => id === item.id));
  const waiting = useSessionState(({ queue }) => queue.filter(isWaiting).length);
  const [up, down] = [useRef<HTMLButtonElement>(null), useRef<HTMLButtonElement>(null)];
  const move = (by: number) => {
    actions.moveQueued(item.id, by);
    say(`${name} is number ${place + 1 + by} of ${waiting} that wait.`);
    // Moving its line in the page takes the keyboard away from the button.
    requestAnimationFrame(() => (by < 0 ? up : down).current?.focus());
  };
  return (
    <>
      <Action ref={up} label={`Move ${name} up`} off={place <= 0} onClick={() => move(-1)}>
        <IconArrowUp size={ICON_SIZE} aria-hidden />
      </Action>
      <Action ref={down} label={`Move ${name} down`} off={place === waiting - 1} onClick={() => move(1)}>
        <IconArrowDown size={ICON_SIZE} aria-hidden />
      </Action>
    </>
  );
}

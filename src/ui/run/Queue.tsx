/** Trainings that take turns: what each is, how far it is, and what may still be changed. */
import { Button } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { varying } from '../../runs/cross';
import { isWaiting, secondsLeft, underWay } from '../../session/queue_items';
import { hasBegun } from '../../session/stage';
import { duration } from '../format';
import { useActions, useSessionState } from '../session_context';
import { BESIDE_TIME } from './queue_form';
import { QueueForm } from './QueueForm';
import { QueueItem } from './QueueItem';
import { showBySeeds } from './run_view';

const ICON_SIZE = 12;

export function Queue() {
  const queue = useSessionState((state) => state.queue);
  const [said, setSaid] = useState('');
  const [adding, setAdding] = useState(false);
  const paths = varying(queue.map(({ config }) => config));
  return (
    <section aria-labelledby="queue-heading" className="panel queue" id="queue" tabIndex={-1}>
      <div className="panel-head">
        <h2 id="queue-heading">Queue of trainings</h2>
        {queue.length > 0 && <Work />}
      </div>
      {queue.length === 0 ? (
        <p className="hint">
          Trainings that cannot share their batches, such as those of several seeds, take turns here.
        </p>
      ) : (
        <>
          <ol className="queue-list">
            {queue.map((item) => (
              <QueueItem key={item.id} item={item} paths={paths} say={setSaid} />
            ))}
          </ol>
          <Foot />
        </>
      )}
      <p role="status" className="hint queue-said">
        {said}
      </p>
      <details onToggle={(event) => setAdding(event.currentTarget.open)}>
        <summary>Add trainings</summary>
        {adding && <QueueForm say={setSaid} />}
      </details>
    </section>
  );
}

/** Start, pause, go on. */
function Work() {
  const works = useSessionState((state) => state.queueWorks);
  const stage = useSessionState((state) => state.stage);
  const begun = useSessionState(({ queue }) => underWay(queue) !== undefined);
  const left = useSessionState(
    ({ queue }) => queue.some((item) => isWaiting(item)) || underWay(queue) !== undefined,
  );
  const actions = useActions();
  if (works) {
    return (
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconPlayerPauseFilled size={ICON_SIZE} aria-hidden />}
        disabled={stage !== 'running'}
        onClick={() => void actions.pause()}
      >
        Pause the queue
      </Button>
    );
  }
  if (!left) return null;
  const own = !begun && hasBegun(stage);
  const cannot =
    own || stage === 'opening' || stage === 'unavailable' || stage === 'lost' || stage === 'pausing';
  return (
    <Button
      size="compact-xs"
      leftSection={<IconPlayerPlayFilled size={ICON_SIZE} aria-hidden />}
      disabled={cannot}
      onClick={() => void actions.workQueue()}
    >
      {begun ? 'Go on' : 'Start the queue'}
    </Button>
  );
}

function Foot() {
  const seconds = useSessionState(secondsLeft);
  const waiting = useSessionState(({ queue }) => queue.filter(isWaiting).length);
  const over = useSessionState(({ queue }) => queue.filter(({ state }) => state === 'done').length);
  const own = useSessionState(
    ({ queue, stage }) =>
      !underWay(queue) && (stage === 'running' || stage === 'paused') && queue.some(isWaiting),
  );
  return (
    <div className="queue-foot">
      <p className="hint">
        {waiting === 0 ? 'None waits.' : waiting === 1 ? '1 waits.' : `${waiting} wait.`}
        {seconds !== undefined &&
          seconds > 0 &&
          ` About ${duration(seconds)}, maps and probes included; ${BESIDE_TIME}`}
        {own && ' The training under way comes first: stop it, then start the queue.'}
      </p>
      {over > 1 && (
        <Button size="compact-xs" variant="default" onClick={showBySeeds}>
          Compare, grouped by seeds
        </Button>
      )}
    </div>
  );
}

/** Phase 7: how far the step moves each part, and what enters and leaves the queue. */
import type { ClipOrigin, PartUpdate, QueueTrace } from '../../train/trace_report';
import { count } from '../format';
import { useVideoNames } from '../navigator/names';
import { NumberTable } from './NumberTable';
import type { PhaseProps } from './phase';
import { RunColumns } from './RunColumns';
import { FRAMEWORK_WORDS } from './words';

export function PhaseUpdate({ trace, runs }: PhaseProps) {
  const { learningRate, keyMomentum, contrast } = trace;
  const words = FRAMEWORK_WORDS[contrast.framework];
  const hasKeys = runs.some(({ trace: { key } }) => key !== undefined);
  return (
    <>
      <p className="hint">{words.update}</p>
      <p className="equation">{words.updateEquation}</p>
      <p>
        Learning rate η = <strong>{significant(learningRate)}</strong>
        {hasKeys && (
          <>
            , key momentum m = <strong>{significant(keyMomentum)}</strong>
          </>
        )}
        .
        {learningRate === 0 &&
          ' The warm-up begins at 0: this first step moves nothing but the optimiser’s moments.'}
      </p>
      <RunColumns runs={runs}>
        {({ trace: { update, queue } }) => (
          <>
            <Parts update={update} hasKeys={hasKeys} />
            {queue && <QueueChange queue={queue} />}
          </>
        )}
      </RunColumns>
    </>
  );
}

function Parts({ update, hasKeys }: { update: readonly PartUpdate[]; hasKeys: boolean }) {
  const most = Math.max(...update.map(relativeMove)) || 1;
  return (
    <NumberTable
      title="Update by part"
      open
      heads={[
        'Part',
        'parameters',
        '‖∇L‖',
        '‖Δθ‖ / ‖θ‖',
        ...(hasKeys ? ['‖Δθ_key‖ / ‖θ‖', '‖θ_key − θ‖ / ‖θ‖'] : []),
      ]}
      rows={update.map((part) => [
        part.part,
        count(part.parameters),
        significant(part.gradient),
        <span
          key="moved"
          className="slow-share"
          style={{ backgroundSize: `${(100 * relativeMove(part)) / most}% 100%` }}
        >
          {significant(relativeMove(part))}
        </span>,
        ...(hasKeys ? [relativeTo(part, part.keyMoved), relativeTo(part, part.lag)] : []),
      ])}
    />
  );
}

function relativeMove({ moved, weights }: PartUpdate): number {
  return weights === 0 ? 0 : moved / weights;
}

/** In lengths of the part's weights. */
function relativeTo({ weights }: PartUpdate, length: number | undefined): string {
  return length === undefined || weights === 0 ? '–' : significant(length / weights);
}

function significant(value: number): string {
  return value === 0 ? '0' : value.toPrecision(2).replace('-', '−');
}

function QueueChange({ queue }: { queue: QueueTrace }) {
  const { length, held, entered, left } = queue;
  const nameOf = useVideoNames();
  const rows = (keys: readonly (ClipOrigin | undefined)[], what: string) =>
    keys.map((key) => [
      what,
      key ? nameOf(key.videoId).name : 'unknown origin',
      key ? key.start.toFixed(2) : '–',
      key ? String(key.step) : '–',
    ]);
  const after = held.length + entered.length - left.length;
  return (
    <>
      <p className="hint">
        Queue: {entered.length} keys enter, {left.length} leave; {after} of Q = {length} places are filled.
      </p>
      <NumberTable
        title="Keys that enter and leave"
        heads={['Key', 'Video', 't, s', 'of step']}
        rows={[...rows(entered, 'enters'), ...rows(left, 'leaves')]}
      />
    </>
  );
}

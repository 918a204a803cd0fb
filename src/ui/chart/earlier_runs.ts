/** Which earlier runs are drawn: those that are pinned, and, before the first step of a training, those of the newest. */
import type { RunRecord } from '../../runs/record';
import { isTrained } from '../../session/archive';
import type { SessionState } from '../../session/state';
import { runName } from '../../time/config';
import type { EarlierRun } from './loss_content';

type Known = Pick<SessionState, 'archive' | 'training' | 'prepared' | 'curves'>;

function drawn(record: RunRecord, newest: boolean): EarlierRun {
  const { runId, number, run, curves } = record;
  return { id: runId, name: `#${number} ${runName(run)}`, number, curves, newest };
}

/** @param withNewest whether the newest training stands in while the one of now has no curve */
export function earlierRuns(
  { archive, training, prepared, curves }: Known,
  withNewest: boolean,
): EarlierRun[] {
  const earlier = archive.filter((record) => !isTrained({ training, prepared }, record));
  const pinned = earlier.filter((record) => record.pinned);
  const isStandIn = withNewest && curves.steps.length === 0;
  const last = isStandIn
    ? Math.max(...earlier.filter(({ curves: { steps } }) => steps.length > 0).map(({ number }) => number))
    : undefined;
  return [
    ...pinned.filter(({ number }) => number !== last).map((record) => drawn(record, false)),
    ...earlier.filter(({ number }) => number === last).map((record) => drawn(record, true)),
  ];
}

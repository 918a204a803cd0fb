/** A line for each run that is trained: colour, loss, retrieval, how well t can be read off f and f′; and the way to all runs. */
import { Button, Tooltip } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import { runId, runName, type RunConfig } from '../../time/config';
import { BEFORE_TRAINING, beforeTraining, type Measured } from '../../evaluate/score';
import { isTrained } from '../../session/archive';
import { latest } from '../../session/curves';
import { ownEmbedding } from '../../session/embedded';
import { decimal, nats } from '../format';
import { onDemand } from '../on_demand';
import { runColour } from '../run_colours';
import { useScheme } from '../scheme';
import { useSessionState } from '../session_context';
import { Continue } from './Continue';
import { showAllRuns, useRunView } from './run_view';

const TOP1 =
  'Share of queries of the batch whose nearest candidate is their own positive: among the queue with MoCo, among the batch with the others.';

const AllRuns = onDemand(() => import('./AllRuns'));

export function RunTable() {
  const configured = useSessionState((state) => state.config.train.runs);
  const prepared = useSessionState((state) => state.prepared?.config.runs);
  const runs = prepared ?? configured;
  const startedFrom = useSessionState((state) => state.prepared?.startedFrom);
  const start = BEFORE_TRAINING[startedFrom === undefined ? 'seed' : 'encoder'];
  return (
    <section aria-labelledby="runs-heading" className="panel">
      <div className="panel-head">
        <h2 id="runs-heading">Runs</h2>
        <AllRunsButton />
      </div>
      <div className="table-scroll" role="region" aria-label="Table of runs" tabIndex={0}>
        <table className="run-table">
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">Loss</th>
              <th scope="col">
                <Tooltip label={TOP1}>
                  <button type="button" className="term">
                    Top-1
                  </button>
                </Tooltip>
              </th>
              <th scope="col">
                R² f <Before>{start}</Before>
              </th>
              <th scope="col">
                R² f′ <Before>{start}</Before>
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <RunRow key={runId(run)} run={run} />
            ))}
          </tbody>
        </table>
      </div>
      <Continue />
    </section>
  );
}

function AllRunsButton() {
  const earlier = useSessionState(
    ({ archive, training, prepared }) =>
      archive.filter((record) => !isTrained({ training, prepared }, record)).length,
  );
  const open = useRunView((view) => view.open);
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconTable size={14} aria-hidden />}
        onClick={showAllRuns}
      >
        Compare{earlier > 0 && ` with ${earlier} earlier`}
      </Button>
      {open && <AllRuns />}
    </>
  );
}

function RunRow({ run }: { run: RunConfig }) {
  const id = runId(run);
  const scheme = useScheme();
  const curves = useSessionState((state) => state.curves);
  const scores = useSessionState(
    (state) => ownEmbedding(state)?.runs.find((other) => other.id === id)?.scores,
  );
  const behind = useSessionState((state) => state.behind);
  const newest = latest(curves, id);
  return (
    <tr>
      <th scope="row">
        <span className="swatch" style={{ background: runColour(id, scheme) }} /> {runName(run)}{' '}
        {behind?.ids.includes(id) && (
          <span className="run-behind">
            catching up, step {behind.step} of {behind.of}
          </span>
        )}
      </th>
      <td>{newest ? nats(newest.loss) : '–'}</td>
      <td>{newest ? `${Math.round(100 * newest.top1)} %` : '–'}</td>
      <TimeCell score={scores?.f} />
      {run.variant === 'base' ? <td>= f</td> : <TimeCell score={scores?.fPrime} />}
    </tr>
  );
}

/** R² of t, and below it that of before the first step, whose place is kept. */
function TimeCell({ score }: { score: Measured | undefined }) {
  const before = beforeTraining(score);
  return (
    <td>
      {score?.kind === 'score' ? decimal(score.value) : '–'}{' '}
      <Before>{before ? decimal(before.value) : '\u00a0'}</Before>
    </td>
  );
}

function Before({ children }: { children: string }) {
  return <span className="run-before">{children}</span>;
}

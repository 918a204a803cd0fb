/** Loss of all runs on one axis, with the level of chance; as a chart, a sentence and a table. */
import { useMemo, useState } from 'react';
import { FRAMEWORKS } from '../../contrast/config';
import { runId, runName } from '../../time/config';
import { nats } from '../format';
import { useSessionState } from '../session_context';
import { Chart } from './Chart';
import { lossRows, lossSentence, type NamedRun } from './loss_content';

const TABLE_ROWS = 40;

export function LossChart() {
  const curves = useSessionState((state) => state.curves);
  const step = useSessionState((state) => state.step);
  const configured = useSessionState((state) => state.config.train.runs);
  const prepared = useSessionState((state) => state.prepared?.config.runs);
  const framework = useSessionState(
    (state) => (state.prepared?.config ?? state.config.train).contrast.framework,
  );
  const runs = useMemo(
    () => (prepared ?? configured).map((run): NamedRun => ({ id: runId(run), name: runName(run) })),
    [configured, prepared],
  );
  const hasQueue = FRAMEWORKS[framework].queue;
  const hasPinned = useSessionState(({ archive }) => archive.some(({ pinned }) => pinned));
  const hasSteps = curves.steps.length > 0 || hasPinned;
  const behind = useSessionState((state) => state.behind);
  const inStep = runs.filter(({ id }) => !behind?.ids.includes(id));
  const sentence = lossSentence(curves, inStep, step);
  return (
    <section aria-labelledby="loss-heading" className="panel loss">
      <h2 id="loss-heading">Loss</h2>
      <div className="loss-chart">
        {hasSteps ? (
          <Chart runs={runs} name={sentence} hasQueue={hasQueue} metric="loss" />
        ) : (
          <p className="hint loss-empty">The loss of every run appears here with the first step.</p>
        )}
      </div>
      <p className="hint loss-note">
        {hasQueue && 'The loss rises at first while the queue fills: that is not a failure.'}
      </p>
      <LossTable runs={runs} sentence={sentence} />
    </section>
  );
}

function LossTable({ runs, sentence }: { runs: readonly NamedRun[]; sentence: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="loss-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Loss as text and table</summary>
      {open && (
        <>
          <p className="hint">{sentence}</p>
          <Rows runs={runs} />
        </>
      )}
    </details>
  );
}

/** A run that catches up has no loss yet at the newest steps. */
const lossText = (loss: number | undefined) => (loss === undefined ? '–' : nats(loss));

function Rows({ runs }: { runs: readonly NamedRun[] }) {
  const curves = useSessionState((state) => state.curves);
  return (
    <div className="table-scroll" role="region" aria-label="Loss by step" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Step</th>
            {runs.map(({ id, name }) => (
              <th key={id} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">Chance</th>
          </tr>
        </thead>
        <tbody>
          {lossRows(curves, TABLE_ROWS).map((i) => (
            <tr key={curves.steps[i]}>
              <th scope="row">{curves.steps[i]}</th>
              {runs.map(({ id }) => (
                <td key={id}>{lossText(curves.runs[id]?.loss[i])}</td>
              ))}
              <td>{lossText(curves.chance[i])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The probes of each run, and what is to be said of all of them. */
import type { ProbeReport } from '../../evaluate/score';
import { leftOutSentences } from '../../runs/labels_left_out';
import { runId, runName } from '../../time/config';
import { START_NAMES } from '../maps/start_control';
import { useStart } from '../maps/shown_map';
import { runColour } from '../run_colours';
import { useScheme } from '../scheme';
import { useSessionState } from '../session_context';
import { ProbeTable } from './ProbeTable';

export default function ProbeTables({ report }: { report: ProbeReport }) {
  const runs = useSessionState((state) => (state.prepared?.config ?? state.config.train).runs);
  const scheme = useScheme();
  const start = useStart();
  return (
    <>
      {runs.map((run) => {
        const scores = report.runs.find(({ id }) => id === runId(run));
        if (!scores) return null;
        return (
          <ProbeTable
            key={runId(run)}
            name={runName(run)}
            colour={runColour(runId(run), scheme)}
            f={scores.f}
            prime={run.variant === 'base' ? undefined : scores.fPrime}
            step={report.step}
            start={start}
            withoutStart={report.withoutStart}
          />
        );
      })}
      {leftOutSentences(report).map((sentence) => (
        <p key={sentence} className="hint">
          {sentence}
        </p>
      ))}
      <p className="hint">
        What {START_NAMES[start]} tells already is no finding; only what lies beyond it, intervals apart, can
        be due to training. f′ is given t, the same forwards and backwards. An accuracy within the range of
        shuffled is what chance gives with so few videos, even where its own interval leaves chance out; one
        below that range says that what was held out is more like the other class, e.g. in rooms that occur
        with both labels.
      </p>
    </>
  );
}

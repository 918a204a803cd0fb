/** The probes of each run: f beside f', every accuracy with its interval and its controls. */
import { PROBES, type Measured, type ProbeReport, type ProbeScores } from '../../evaluate/score';
import { runId, runName } from '../../time/config';
import { intervalText } from '../format';
import { MeasuredText } from '../measures/MeasuredText';
import { Term } from '../measures/Term';
import { runColour } from '../run_colours';
import { useScheme } from '../scheme';
import { useSessionState } from '../session_context';
import { leftOutSentences } from '../../runs/labels_left_out';
import { PROBE_TEXTS } from './probe_texts';

export default function ProbeTables({ report }: { report: ProbeReport }) {
  const runs = useSessionState((state) => (state.prepared?.config ?? state.config.train).runs);
  return (
    <>
      {runs.map((run) => {
        const scores = report.runs.find(({ id }) => id === runId(run));
        if (!scores) return null;
        const prime = run.variant === 'base' ? undefined : scores.fPrime;
        return <ProbeTable key={runId(run)} id={runId(run)} name={runName(run)} f={scores.f} prime={prime} />;
      })}
      {leftOutSentences(report).map((sentence) => (
        <p key={sentence} className="hint">
          {sentence}
        </p>
      ))}
      <p className="hint">
        f′ is given t, the same forwards and backwards. An accuracy within the range of shuffled is what
        chance gives with so few videos, even where its own interval leaves chance out; one below that range
        says that what was held out is more like the other class, e.g. in rooms that occur with both labels.
      </p>
    </>
  );
}

interface TableProps {
  readonly id: string;
  readonly name: string;
  readonly f: ProbeScores;
  /** Undefined for base, whose f' is f. */
  readonly prime: ProbeScores | undefined;
}

function ProbeTable({ id, name, f, prime }: TableProps) {
  const scheme = useScheme();
  const reasons = new Set(PROBES.flatMap((probe) => reasonOf(f[probe]) ?? []));
  return (
    <>
      <table className="probes">
        <caption>
          <span className="swatch" style={{ background: runColour(id, scheme) }} /> {name}
        </caption>
        <thead>
          <tr>
            <th scope="col">f</th>
            <th scope="col">f′</th>
          </tr>
        </thead>
        {PROBES.map((probe) => (
          <tbody key={probe}>
            <tr>
              <th scope="rowgroup" colSpan={2}>
                <Term {...PROBE_TEXTS[probe]} />
              </th>
            </tr>
            <tr>
              <Cell score={f[probe]} />
              {prime ? <Cell score={prime[probe]} /> : <td className="dim">= f</td>}
            </tr>
          </tbody>
        ))}
      </table>
      {[...reasons].map((reason) => (
        <p key={reason} className="hint">
          {reason}
        </p>
      ))}
    </>
  );
}

function Cell({ score }: { score: Measured }) {
  if (score.kind === 'none') return <td className="dim">–</td>;
  return (
    <td>
      <MeasuredText value={score.value} interval={intervalText(score)} controls={score.controls} />
    </td>
  );
}

function reasonOf(score: Measured): string | undefined {
  return score.kind === 'none' ? score.reason : undefined;
}

/** The probes of one run: f beside f', below each accuracy what the encoder before the first step scores, and the other controls. */
import { PROBES, type Measured, type ProbeScores } from '../../evaluate/score';
import { count } from '../format';
import { ControlRows, Numbers } from '../maps/Scores';
import { START_TEXTS, type Start } from '../maps/start_control';
import { Term } from '../measures/Term';
import { PROBE_TEXTS } from './probe_texts';

export interface ProbeTableProps {
  readonly name: string;
  readonly colour: string;
  readonly f: ProbeScores;
  /** Undefined for base, whose f' is f. */
  readonly prime: ProbeScores | undefined;
  /** Training steps taken. */
  readonly step: number;
  readonly start: Start;
  /** Why there are no numbers of before the first step. */
  readonly withoutStart: string | undefined;
}

export function ProbeTable({ name, colour, f, prime, ...rest }: ProbeTableProps) {
  const reasons = new Set(PROBES.flatMap((probe) => reasonOf(f[probe]) ?? []));
  return (
    <>
      <table className="probes">
        <caption>
          <span className="swatch" style={{ background: colour }} /> {name}
        </caption>
        <thead>
          <tr>
            <td />
            <th scope="col">f</th>
            <th scope="col">f′</th>
          </tr>
        </thead>
        {PROBES.map((probe) => (
          <tbody key={probe}>
            <tr>
              <th scope="rowgroup" colSpan={3}>
                <Term {...PROBE_TEXTS[probe]} />
              </th>
            </tr>
            <ProbeRows f={f[probe]} prime={prime?.[probe]} {...rest} />
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

interface RowsProps extends Pick<ProbeTableProps, 'step' | 'start' | 'withoutStart'> {
  readonly f: Measured;
  readonly prime: Measured | undefined;
}

function ProbeRows({ f, prime, step, start, withoutStart }: RowsProps) {
  const scores = prime ? [f, prime] : [f];
  const atStart = START_TEXTS[start].title;
  const named = scores.flatMap((score) => (score.kind === 'score' ? score.controls : []));
  const controls = [...new Set(named.map(({ name }) => name))].filter((name) => name !== atStart);
  // The reason stands below the table.
  const isKnown = controls.length > 0;
  return (
    <>
      <tr className="probe-score">
        <th scope="row">step {count(step)}</th>
        {scores.map((score, i) => (
          <td key={i}>{score.kind === 'score' ? <Numbers of={score} /> : '–'}</td>
        ))}
        {!prime && (
          <td className="dim" rowSpan={isKnown ? 2 + controls.length : 1}>
            = f
          </td>
        )}
      </tr>
      {isKnown && (
        <ControlRows
          scores={scores}
          controls={controls}
          step={step}
          start={start}
          withoutStart={withoutStart}
        />
      )}
    </>
  );
}

function reasonOf(score: Measured): string | undefined {
  return score.kind === 'none' ? score.reason : undefined;
}

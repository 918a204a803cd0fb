/** The numbers beside a map: how well t can be read off the features, and whether its order is there; below each its controls. */
import type { Control, Measured } from '../../evaluate/score';
import { count, intervalText, valueText } from '../format';
import { Term } from '../measures/Term';
import { SCORE_TEXTS } from './score_texts';
import type { ScoredClips } from './scored_clips';
import { IS_THE_CONTROL, START_TEXTS, type Start } from './start_control';

export interface ScoresProps {
  readonly time: Measured | undefined;
  readonly order: Measured | undefined;
  /** Training steps taken; undefined before there are numbers. */
  readonly step: number | undefined;
  readonly clips: ScoredClips | undefined;
  readonly start: Start;
  /** Why there are no numbers of before the first step. */
  readonly withoutStart: string | undefined;
  /** Below the score, so that their place is kept before the numbers are there. */
  readonly controls: readonly string[];
}

const MEASURES = ['timeR2', 'order'] as const;

export function Scores({ time, order, step, clips, start, withoutStart, controls }: ScoresProps) {
  const scores = [time, order];
  const rows = 2 + controls.length;
  return (
    <table className="map-scores">
      <thead>
        <tr>
          <th scope="col">{clips ? <Term {...clips} /> : '–'}</th>
          {MEASURES.map((measure) => (
            <th key={measure} scope="col">
              <Term {...SCORE_TEXTS[measure]} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">step {step === undefined ? '–' : count(step)}</th>
          {scores.map((score, i) =>
            score?.kind === 'none' ? (
              <td key={MEASURES[i]} className="score-reason" rowSpan={rows}>
                – {score.reason}
              </td>
            ) : (
              <td key={MEASURES[i]}>{score ? <Numbers of={score} /> : '–'}</td>
            ),
          )}
        </tr>
        <ControlRows
          scores={scores}
          controls={controls}
          step={step}
          start={start}
          withoutStart={withoutStart}
        />
      </tbody>
    </table>
  );
}

interface StartProps extends Pick<ScoresProps, 'step' | 'start' | 'withoutStart'> {
  readonly scores: readonly (Measured | undefined)[];
}

/** Below scores: what the encoder before the first step has, then the other `controls`. */
export function ControlRows({ controls, ...rest }: StartProps & Pick<ScoresProps, 'controls'>) {
  return (
    <>
      <tr className="score-start">
        <th scope="row">
          <Term {...START_TEXTS[rest.start]} />
        </th>
        <StartCells {...rest} />
      </tr>
      {controls.map((name) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          {rest.scores.map((score, i) => (
            <ControlCell key={i} score={score} name={name} />
          ))}
        </tr>
      ))}
    </>
  );
}

/** What stands for both scores at once where the numbers are not there, or are those above. */
function StartCells({ scores, step, start, withoutStart }: StartProps) {
  const columns = scores.filter((score) => score?.kind !== 'none').length;
  if (columns === 0) return null;
  if (step === 0) return <td colSpan={columns}>{IS_THE_CONTROL[start]}</td>;
  if (withoutStart !== undefined)
    return (
      <td colSpan={columns}>
        <Term title="not known" help={withoutStart} />
      </td>
    );
  return scores.map((score, i) => <ControlCell key={i} score={score} name={START_TEXTS[start].title} />);
}

function ControlCell({ score, name }: { score: Measured | undefined; name: string }) {
  // The reason stands over all rows.
  if (score?.kind === 'none') return null;
  const control = score?.controls.find((other) => other.name === name);
  return <td>{control && <Numbers of={control} />}</td>;
}

export function Numbers({ of }: { of: Omit<Control, 'name'> }) {
  const interval = intervalText(of);
  return (
    <>
      <span className="score-value">{valueText(of)}</span>
      {interval !== undefined && (
        <>
          {' '}
          <span className="dim">
            {of.noInterval === undefined ? interval : <Term title={interval} help={of.noInterval} />}
          </span>
        </>
      )}
    </>
  );
}

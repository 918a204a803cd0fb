/** The numbers of a run as rows of the report: the trained ones, with the untrained ones among their controls. */
import {
  BEFORE_TRAINING,
  MEASURES,
  readingOf,
  type Measure,
  type Measured,
  type MeasuredSpace,
  type ProbeReport,
  type Readings,
} from '../evaluate/score';
import type { SessionState } from '../session/state';
import { OTHER_MEASURES, type ControlRow, type MeasureRow, type OtherMeasure } from './report';

const UNTRAINED = BEFORE_TRAINING.seed;

/** What was measured of a run at one step. */
export interface StepReadings extends Readings {
  /** How the probes were made. */
  readonly how: Omit<ProbeReport, 'runs'> | undefined;
}

/** Undefined parts are of another step, or were not made. */
export function readingsOf({ embedding, probes }: SessionState, id: string, step: number): StepReadings {
  const embedded = embedding?.step === step ? embedding.runs.find((run) => run.id === id) : undefined;
  const probed = probes?.step === step ? probes.runs.find((run) => run.id === id) : undefined;
  const { runs: _runs, ...how } = probes ?? { runs: [] };
  return {
    scores: embedded?.scores,
    probes: probed,
    how: probed && 'step' in how ? how : undefined,
  };
}

type Rows<Name extends Measure, Row> = Record<Name, Record<MeasuredSpace, Row>>;

function rowsOf<Name extends Measure, Row>(
  measures: readonly Name[],
  row: (measure: Name, space: MeasuredSpace) => Row,
): Rows<Name, Row> {
  return Object.fromEntries(
    measures.map((measure) => [measure, { f: row(measure, 'f'), fPrime: row(measure, 'fPrime') }]),
  ) as Rows<Name, Row>;
}

export function measuresOf(
  trained: Readings,
  untrained: Readings,
): {
  scores: Rows<OtherMeasure, MeasureRow>;
  controls: Rows<Measure, ControlRow>;
  untrained: Rows<Measure, MeasureRow>;
} {
  return {
    scores: rowsOf(OTHER_MEASURES, (measure, space) => measureRow(readingOf(trained, measure, space))),
    controls: rowsOf(MEASURES, (measure, space) =>
      controlRow(readingOf(trained, measure, space), readingOf(untrained, measure, space)),
    ),
    untrained: rowsOf(MEASURES, (measure, space) => measureRow(readingOf(untrained, measure, space))),
  };
}

function measureRow(score: Measured | undefined): MeasureRow {
  if (!score) return { reason: 'It was not measured.' };
  if (score.kind === 'none') return { reason: score.reason };
  const { kind: _kind, controls: _controls, ...row } = score;
  return row;
}

/** Controls by name, the untrained encoder last. */
function controlRow(score: Measured | undefined, untrained: Measured | undefined): ControlRow {
  const named = score?.kind === 'score' ? score.controls : [];
  return {
    ...Object.fromEntries(
      named
        .filter(({ name }) => name !== UNTRAINED)
        .flatMap(({ name, value, low, high }) => [
          [name, value],
          ...(low === undefined || high === undefined
            ? []
            : [[`${name}, 2.5 %`, low] as const, [`${name}, 97.5 %`, high] as const]),
        ]),
    ),
    ...(untrained?.kind === 'score' ? { [UNTRAINED]: untrained.value } : {}),
  };
}

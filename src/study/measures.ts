/** Kendall's τ and the probes of a run as rows of the report: the trained numbers, with the untrained ones among their controls. */
import type { Measured, ProbeReport, ProbeScores } from '../evaluate/score';
import type { RunEmbedding } from '../protocol/train';
import type { SessionState } from '../session/state';
import { MEASURES, type ControlRow, type Measure, type MeasureRow } from './report';

/** What was measured of a run at one step. */
export interface Readings {
  readonly scores: RunEmbedding['scores'] | undefined;
  readonly probes: { readonly f: ProbeScores; readonly fPrime: ProbeScores } | undefined;
  /** How the probes were made. */
  readonly how: Omit<ProbeReport, 'runs'> | undefined;
}

/** Undefined parts are of another step, or were not made. */
export function readingsOf({ embedding, probes }: SessionState, id: string, step: number): Readings {
  const embedded = embedding?.step === step ? embedding.runs.find((run) => run.id === id) : undefined;
  const probed = probes?.step === step ? probes.runs.find((run) => run.id === id) : undefined;
  const { runs: _runs, ...how } = probes ?? { runs: [] };
  return {
    scores: embedded?.scores,
    probes: probed,
    how: probed && 'step' in how ? how : undefined,
  };
}

const PROBE_OF = {
  reversed: 'reversed',
  labelSegment: 'segment',
  labelClip: 'clip',
  labelNeighbours: 'neighbours',
} as const satisfies Record<Exclude<Measure, 'order'>, keyof ProbeScores>;

const SPACES = ['f', 'fPrime'] as const;

function measured(
  { scores, probes }: Readings,
  measure: Measure,
  space: (typeof SPACES)[number],
): Measured | undefined {
  return measure === 'order' ? scores?.order[space] : probes?.[space][PROBE_OF[measure]];
}

type Rows<Row> = Record<Measure, { readonly f: Row; readonly fPrime: Row }>;

export function measuresOf(
  trained: Readings,
  untrained: Readings,
): { scores: Rows<MeasureRow>; controls: Rows<ControlRow> } {
  const rows = <Row>(row: (measure: Measure, space: (typeof SPACES)[number]) => Row) =>
    Object.fromEntries(
      MEASURES.map((measure) => [measure, { f: row(measure, 'f'), fPrime: row(measure, 'fPrime') }]),
    ) as Rows<Row>;
  return {
    scores: rows((measure, space) => measureRow(measured(trained, measure, space))),
    controls: rows((measure, space) =>
      controlRow(measured(trained, measure, space), measured(untrained, measure, space)),
    ),
  };
}

function measureRow(score: Measured | undefined): MeasureRow {
  if (!score) return { reason: 'It was not measured.' };
  if (score.kind === 'none') return { reason: score.reason };
  const { value, low, high, units } = score;
  return { value, low, high, units };
}

/** Controls by name, the untrained encoder among them. */
export function controlRow(score: Measured | undefined, untrained: Measured | undefined): ControlRow {
  const named = score?.kind === 'score' ? score.controls : [];
  return {
    ...Object.fromEntries(named.map(({ name, value }) => [name, value])),
    ...(untrained?.kind === 'score' ? { untrained: untrained.value } : {}),
  };
}

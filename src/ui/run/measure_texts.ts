/** What each measure of a run is called in the table of all runs, as at the maps and among the probes. */
import { PROBE_OF, type Measure } from '../../evaluate/score';
import { SCORE_TEXTS } from '../maps/score_texts';
import type { TermText } from '../measures/Term';
import { PROBE_TEXTS } from '../probes/probe_texts';

export const MEASURE_TEXTS: Readonly<Record<Measure, TermText>> = {
  ...SCORE_TEXTS,
  reversed: PROBE_TEXTS[PROBE_OF.reversed],
  labelSegment: PROBE_TEXTS[PROBE_OF.labelSegment],
  labelClip: PROBE_TEXTS[PROBE_OF.labelClip],
  labelNeighbours: PROBE_TEXTS[PROBE_OF.labelNeighbours],
};

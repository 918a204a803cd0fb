/** What a phase of a step is given to show. */
import type { RunConfig } from '../../time/config';
import type { RunTrace, StepTrace } from '../../train/trace_report';
import type { StepViews } from '../../protocol/train';
import type { ClipNames } from './clip_names';

/** A run on show: its settings, its numbers, its colour. */
export interface ShownRun {
  readonly config: RunConfig;
  readonly name: string;
  readonly colour: string;
  readonly trace: RunTrace;
}

export interface PhaseProps {
  readonly trace: StepTrace;
  readonly views: StepViews | undefined;
  readonly runs: readonly ShownRun[];
  readonly names: ClipNames;
}

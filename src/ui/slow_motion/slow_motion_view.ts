/** The step in slow motion that is on show, and the phase that is looked at; outlives the dialog's being closed. */
import { create } from 'zustand';
import type { SlowStepAnswer } from '../../session/slow_motion';

interface SlowMotionView {
  readonly open: boolean;
  /** 'taking': the step is under way. */
  readonly shown: SlowStepAnswer | 'taking' | undefined;
  /** Place in the table of phases. */
  readonly phase: number;
  /** Of the run on show; undefined: all side by side. */
  readonly runId: string | undefined;
}

export const useSlowMotion = create<SlowMotionView>()(() => ({
  open: false,
  shown: undefined,
  phase: 0,
  runId: undefined,
}));

export function showSlowMotion(): void {
  useSlowMotion.setState({ open: true });
}

export function closeSlowMotion(): void {
  useSlowMotion.setState({ open: false });
}

/** Opens the dialog and takes one step to look at, from its first phase. */
export async function takeSlowStep(take: () => Promise<SlowStepAnswer>): Promise<void> {
  if (useSlowMotion.getState().shown === 'taking') return;
  useSlowMotion.setState({ open: true, shown: 'taking', phase: 0 });
  useSlowMotion.setState({ shown: await take() });
}

export function goToPhase(phase: number): void {
  useSlowMotion.setState({ phase });
}

/** What the train worker reports, as it stands in the store, or handed on to whom it concerns. */
import type { TrainEvent } from '../protocol/train';
import { runNameOf } from '../time/config';
import type { KernelTuningReport } from '../train/kernel_tuning_report';
import { withLateStep, withStep } from './curves';
import { notify } from './notices';
import type { ProgressTimer } from './progress_timer';
import { stageAfter } from './stage';
import type { Embedding, SessionState } from './state';
import type { Updates } from './updates';

export interface Hearers {
  readonly onEmbedding: (embedding: Embedding) => void;
  readonly onTuning: (report: KernelTuningReport) => void;
  readonly onProbing: (done: number, total: number) => void;
}

export function takeReport(
  updates: Updates<SessionState>,
  timer: ProgressTimer,
  hearers: Hearers,
  event: TrainEvent,
): void {
  switch (event.kind) {
    case 'state':
      updates.now(({ stage }) => ({ stage: stageAfter(stage, event.state) }));
      return;
    case 'progress':
      updates.soon(() => ({ progress: timer.at(event) }));
      return;
    case 'step':
      updates.soon(({ curves }) => ({
        step: event.step,
        deviceBytes: event.deviceBytes,
        secondsPerStep: event.secondsPerStep,
        curves: withStep(curves, event),
        progress: undefined,
      }));
      return;
    case 'catch-up': {
      const { step, of, runs, behind } = event;
      const names = runs.map(({ id }) => runNameOf(id)).join(', ');
      const what = `Catching up: ${names}, step`;
      updates.soon(({ curves }) => ({
        behind,
        curves: withLateStep(curves, event),
        progress: timer.at({ what, done: step, total: of }),
      }));
      return;
    }
    case 'embedding':
      hearers.onEmbedding(event);
      updates.soon(() => ({ progress: undefined }));
      return;
    case 'lost':
      updates.now(() => ({
        stage: 'lost',
        gpu: { status: 'lost', message: event.message },
        progress: undefined,
      }));
      return;
    case 'failed':
      notify(updates, 'error', event.message);
      return;
    case 'probing':
      hearers.onProbing(event.done, event.total);
      return;
    case 'tuning':
      hearers.onTuning(event);
  }
}

/** What a visit can go on with: the newest training whose weights are kept, and what of the newest one was lost. */
import type { RunRecord } from '../../runs/record';
import type { SessionState } from '../../session/state';
import { runName } from '../../time/config';
import { keptTrainings, type KeptTraining } from './kept_trainings';

export interface Continuation {
  /** `RunRecord.training`. */
  readonly training: string;
  readonly videos: RunRecord['videos'];
  /** Runs go on together from the step that their weights are of; the furthest first. Older versions kept them at steps of their own. */
  readonly ways: readonly { readonly step: number; readonly label: string }[];
  /** `Training #2 (base; V3 transform, orthogonal) is kept at step 40.` and what came after, if anything. */
  readonly sentence: string;
}

interface Outlook {
  /** Undefined where no weights are kept. */
  readonly goesOn: Continuation | undefined;
  /** Why the newest training cannot go on, one sentence; undefined where it can, or there is none. */
  readonly lost: string | undefined;
}

const namesOf = (records: readonly RunRecord[]) => records.map(({ run }) => runName(run)).join('; ');

export function outlook(archive: readonly RunRecord[], kept: SessionState['keptWeights']): Outlook {
  const newest = archive.reduce<RunRecord | undefined>(
    (best, record) => (best && best.saved >= record.saved ? best : record),
    undefined,
  );
  const [latest] = keptTrainings(archive, kept);
  const goesOn = latest && continuationOf(latest, kept);
  if (!newest || newest.training === goesOn?.training) return { goesOn, lost: undefined };
  const { number, training, step } = newest;
  const names = namesOf(archive.filter((record) => record.training === training));
  return {
    goesOn,
    lost: `Training #${number} (${names}) reached step ${step}, but its weights are not kept: the page went before they were written, or they exceed 256 MiB a run. Its curves and scores are under Compare.`,
  };
}

function continuationOf(
  { number, training, records, steps }: KeptTraining,
  kept: SessionState['keptWeights'],
): Continuation {
  const [{ videos }] = records;
  const namesAt = (step: number) => namesOf(records.filter(({ id }) => kept[id]!.step === step));
  const [step, ...others] = steps;
  if (others.length > 0) {
    const each = steps.map((at) => `${namesAt(at)} at step ${at}`).join(', ');
    return {
      training,
      videos,
      ways: steps.map((at) => ({ step: at, label: `Go on with ${namesAt(at)} from step ${at}` })),
      sentence: `Runs of training #${number} are kept at different steps (${each}), so they cannot go on in lock-step: choose which goes on.`,
    };
  }
  const reached = Math.max(...records.map((record) => record.step));
  const after =
    reached > step!
      ? ` It had reached step ${reached}: weights after step ${step} were not written in time.`
      : '';
  return {
    training,
    videos,
    ways: [{ step: step!, label: `Go on with training #${number} from step ${step}` }],
    sentence: `Training #${number} (${namesOf(records)}) is kept at step ${step}.${after}`,
  };
}

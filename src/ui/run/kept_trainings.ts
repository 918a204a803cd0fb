/** The trainings whose weights are kept on this device, out of the records of their runs. */
import type { RunRecord } from '../../runs/record';
import type { SessionState } from '../../session/state';

type Kept = SessionState['keptWeights'];

export interface KeptTraining {
  /** `RunRecord.training`. */
  readonly training: string;
  readonly number: number;
  /** Of the runs whose weights are kept. */
  readonly records: readonly [RunRecord, ...RunRecord[]];
  /** That the weights are of, each once; the furthest first. One, but where runs left or an older version kept them. */
  readonly steps: readonly number[];
  /** Size of all of them. */
  readonly bytes: number;
}

/** The one that was trained last comes first. */
export function keptTrainings(archive: readonly RunRecord[], kept: Kept): KeptTraining[] {
  const all = archive.filter(({ id }) => kept[id] !== undefined);
  const saved = ({ records }: KeptTraining) => Math.max(...records.map((record) => record.saved));
  return [...new Set(all.map(({ training }) => training))]
    .map((training): KeptTraining => {
      const records = all.filter((record) => record.training === training);
      const weights = records.map(({ id }) => kept[id]!);
      return {
        training,
        number: records[0]!.number,
        records: records as [RunRecord, ...RunRecord[]],
        steps: [...new Set(weights.map(({ step }) => step))].sort((a, b) => b - a),
        bytes: weights.reduce((sum, { bytes }) => sum + bytes, 0),
      };
    })
    .sort((a, b) => saved(b) - saved(a));
}

/** What losses are made of, on the CPU: rows of unit length, InfoNCE, and how often the positives win. */
import { OPERATION } from '../gpu/operations';
import { SHORTEST } from '../gpu/unit_rows';
import { onCpu, written } from './heap';

/** Calls `work` with each row of `columns` numbers, from … to. */
function eachRow(length: number, columns: number, work: (from: number, to: number) => void): void {
  for (let from = 0; from < length; from += columns) work(from, from + columns);
}

function dot(a: Float32Array, b: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += a[i]! * b[i]!;
  return sum;
}

onCpu(OPERATION.unitRows, ({ backend, inputs: { x } }) =>
  written(backend, [x!], [x!.shape], ([values], [result]) => {
    eachRow(values!.length, x!.shape.at(-1)!, (from, to) => {
      const length = Math.max(SHORTEST, Math.sqrt(dot(values!, values!, from, to)));
      for (let i = from; i < to; i++) result![i] = values![i]! / length;
    });
  }),
);

onCpu(OPERATION.unitRowsGradient, ({ backend, inputs: { dy, x } }) =>
  written(backend, [dy!, x!], [x!.shape], ([given, values], [dx]) => {
    eachRow(values!.length, x!.shape.at(-1)!, (from, to) => {
      const length = Math.max(SHORTEST, Math.sqrt(dot(values!, values!, from, to)));
      // A row that was too short was divided by a constant.
      const along = length > SHORTEST ? dot(values!, given!, from, to) / (length * length) : 0;
      for (let i = from; i < to; i++) dx![i] = (given![i]! - values![i]! * along) / length;
    });
  }),
);

/** The loss, and rows [B,2]: of each query the log of its negatives' sum, and its positives' losses added up. */
onCpu(OPERATION.infoNce, ({ backend, inputs: { positives, negatives } }) => {
  const [queries, perQuery] = positives!.shape as [number, number];
  const keys = negatives!.shape[1]!;
  return written(backend, [positives!, negatives!], [[], [queries, 2]], ([p, n], [loss, rows]) => {
    let total = 0;
    for (let query = 0; query < queries; query++) {
      let highest = -Infinity;
      for (let i = query * keys; i < (query + 1) * keys; i++) highest = Math.max(highest, n![i]!);
      let sum = 0;
      for (let i = query * keys; i < (query + 1) * keys; i++) sum += Math.exp(n![i]! - highest);
      const together = highest + Math.log(sum);
      let own = 0;
      for (let i = query * perQuery; i < (query + 1) * perQuery; i++) {
        // −log(e^p / (e^p + Σe^n)) = softplus(log Σe^n − p): no exponential can overflow.
        const z = together - p![i]!;
        own += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
      }
      rows!.set([together, own], 2 * query);
      total += own;
    }
    loss![0] = total / (queries * perQuery);
  });
});

onCpu(OPERATION.infoNceGradient, ({ backend, inputs: { dy, positives, negatives, rows } }) => {
  const [queries, perQuery] = positives!.shape as [number, number];
  const keys = negatives!.shape[1]!;
  const given = [dy!, positives!, negatives!, rows!];
  return written(backend, given, [positives!.shape, negatives!.shape], ([d, p, n, r], [dP, dN]) => {
    const share = d![0]! / (queries * perQuery);
    for (let query = 0; query < queries; query++) {
      const together = r![2 * query]!;
      let sum = 0;
      for (let i = query * perQuery; i < (query + 1) * perQuery; i++) {
        const wrong = 1 / (1 + Math.exp(p![i]! - together));
        sum += wrong;
        dP![i] = -wrong * share;
      }
      for (let i = query * keys; i < (query + 1) * keys; i++)
        dN![i] = Math.exp(n![i]! - together) * sum * share;
    }
  });
});

onCpu(OPERATION.positivesWin, ({ backend, inputs: { positives, negatives } }) => {
  const [queries, perQuery] = positives!.shape as [number, number];
  const keys = negatives!.shape[1]!;
  return written(backend, [positives!, negatives!], [[]], ([p, n], [part]) => {
    let wins = 0;
    for (let query = 0; query < queries; query++) {
      let mean = 0;
      for (let i = query * perQuery; i < (query + 1) * perQuery; i++) mean += p![i]! / perQuery;
      let highest = -Infinity;
      for (let i = query * keys; i < (query + 1) * keys; i++) highest = Math.max(highest, n![i]!);
      if (mean > highest) wins += 1;
    }
    part![0] = wins / queries;
  });
});

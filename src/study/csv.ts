/** `curves.csv`: one row for each run and step. */
import type { RunRow } from './report';

export function curvesCsv(runs: readonly RunRow[]): string {
  const rows = runs.flatMap((run) =>
    run.loss.map((loss, i) =>
      [
        run.variant,
        run.framework,
        run.seed,
        Math.min(run.steps, (i + 1) * run.lossEvery),
        loss,
        run.top1[i] ?? '',
        run.chance[i] ?? '',
      ].join(','),
    ),
  );
  return `${['variant,framework,seed,step,loss,top1,chance', ...rows].join('\n')}\n`;
}

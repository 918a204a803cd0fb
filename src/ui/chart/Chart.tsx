/** Curves of the runs that are trained, and thin ones of the earlier runs that are pinned, on one axis. */
import { useEffect, useMemo, useRef } from 'react';
import type { RunRecord } from '../../runs/record';
import { isTrained } from '../../session/archive';
import { runName } from '../../time/config';
import { useScheme } from '../scheme';
import { useSessionState } from '../session_context';
import { lossContent, type EarlierRun, type Metric, type NamedRun } from './loss_content';
import { PlotlyChart } from './plotly_chart';

interface ChartProps {
  readonly runs: readonly NamedRun[];
  /** What it shows, in words. */
  readonly name: string;
  readonly hasQueue: boolean;
  readonly metric: Metric;
  /** Names earlier runs in the legend, too. */
  readonly roomy?: boolean;
}

export function Chart({ runs, name, hasQueue, metric, roomy = false }: ChartProps) {
  const curves = useSessionState((state) => state.curves);
  const earlier = usePinned();
  const scheme = useScheme();
  const ref = useRef<HTMLDivElement>(null);
  const chart = useRef<PlotlyChart>(undefined);

  useEffect(() => {
    const target = ref.current;
    if (!target) return undefined;
    const own = new PlotlyChart(target);
    chart.current = own;
    const observer = new ResizeObserver(() => own.resize());
    observer.observe(target);
    return () => {
      observer.disconnect();
      own.dispose();
    };
  }, []);
  useEffect(
    () => chart.current?.update(lossContent({ curves, runs, earlier, metric, roomy, scheme, hasQueue })),
    [curves, runs, earlier, metric, roomy, scheme, hasQueue],
  );

  return <div ref={ref} className="plot" role="img" aria-label={name} />;
}

/** Pinned runs of the archive, but for those that are trained now. */
function usePinned(): readonly EarlierRun[] {
  const archive = useSessionState((state) => state.archive);
  const training = useSessionState((state) => state.training);
  const prepared = useSessionState((state) => state.prepared);
  return useMemo(
    () =>
      archive
        .filter((record) => record.pinned && !isTrained({ training, prepared }, record))
        .map((record: RunRecord): EarlierRun => ({
          id: record.runId,
          name: `#${record.number} ${runName(record.run)}`,
          number: record.number,
          curves: record.curves,
        })),
    [archive, training, prepared],
  );
}

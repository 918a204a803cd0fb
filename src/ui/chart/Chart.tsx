/** Curves of the runs that are trained, and of earlier ones, on one axis. */
import { useEffect, useMemo, useRef } from 'react';
import { useScheme } from '../scheme';
import { useSessionState } from '../session_context';
import { earlierRuns } from './earlier_runs';
import { lossContent, type EarlierRun, type Metric, type NamedRun } from './loss_content';
import { PlotlyChart } from './plotly_chart';

interface ChartProps {
  readonly runs: readonly NamedRun[];
  /** What it shows, in words. */
  readonly name: string;
  readonly hasQueue: boolean;
  readonly metric: Metric;
  /** Names earlier runs in the legend, too, and draws the newest training while none has begun. */
  readonly roomy?: boolean;
}

export function Chart({ runs, name, hasQueue, metric, roomy = false }: ChartProps) {
  const curves = useSessionState((state) => state.curves);
  const earlier = useEarlierRuns(roomy);
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

/** Where there is room, the newest training stands in for one that has not begun. */
export function useEarlierRuns(roomy: boolean): readonly EarlierRun[] {
  const archive = useSessionState((state) => state.archive);
  const training = useSessionState((state) => state.training);
  const prepared = useSessionState((state) => state.prepared);
  const curves = useSessionState((state) => state.curves);
  return useMemo(
    () => earlierRuns({ archive, training, prepared, curves }, roomy),
    [archive, training, prepared, curves, roomy],
  );
}

/** The loss of every run and the loss at chance as Plotly takes them, and as a sentence. */
import type { RecordCurves } from '../../runs/record';
import { latest, type Curves } from '../../session/curves';
import { count, decimal, nats } from '../format';
import type { Scheme } from '../maps/time_colour';
import { runColour } from '../run_colours';
import { runDashes } from '../run_dashes';
import type { ChartContent } from './plotly_chart';

/** A run on the chart. */
export interface NamedRun {
  /** As `runId` makes it: decides the colour. */
  readonly id: string;
  readonly name: string;
}

/** A run of another training, drawn behind those of this one. */
export interface EarlierRun extends NamedRun {
  /** Tells apart runs of the same colour. */
  readonly number: number;
  readonly curves: RecordCurves;
  /** Of the newest training, where none was begun since: drawn as one that is trained, else thin and dashed. */
  readonly newest: boolean;
}

export type Metric = 'loss' | 'top1';

const INK: Readonly<Record<Scheme, { text: string; grid: string; chance: string }>> = {
  light: { text: '#3b3f45', grid: '#e4e4e1', chance: '#6b6f76' },
  dark: { text: '#c3c7cd', grid: '#2c3138', chance: '#9299a3' },
};

/** Points below which each is marked. */
const FEW = 40;

interface LossOptions {
  readonly curves: Curves;
  readonly runs: readonly NamedRun[];
  readonly earlier: readonly EarlierRun[];
  readonly metric: Metric;
  /** Where there is room for the names of earlier runs as well. */
  readonly roomy: boolean;
  readonly scheme: Scheme;
  /** Then chance is log(Q+1), in nats. */
  readonly hasQueue: boolean;
}

export function lossContent({
  curves,
  runs,
  earlier,
  metric,
  roomy,
  scheme,
  hasQueue,
}: LossOptions): ChartContent {
  const ink = INK[scheme];
  const hovertemplate = metric === 'loss' ? '%{y:.3f}' : '%{y:.0%}';
  const bold = (id: string, steps: readonly number[]) => ({
    mode: steps.length < FEW ? 'lines+markers' : 'lines',
    line: { color: runColour(id, scheme), width: 1.8 },
    marker: { size: 4 },
  });
  const traces = [
    ...earlier.map(({ id, name, number, newest, curves: { steps, [metric]: y } }) => ({
      x: steps,
      y,
      name,
      showlegend: roomy,
      ...(newest
        ? bold(id, steps)
        : {
            mode: 'lines',
            line: { color: runColour(id, scheme), width: 1, dash: runDashes(number) },
          }),
      hovertemplate,
    })),
    ...runs.map(({ id, name }) => ({
      x: curves.steps,
      y: curves.runs[id]?.[metric] ?? [],
      name,
      ...bold(id, curves.steps),
      hovertemplate,
    })),
    ...(metric === 'loss' ? [chanceOf(longest(curves, earlier), hasQueue, ink.chance)] : []),
  ];
  const axis = { gridcolor: ink.grid, zeroline: false, automargin: true, fixedrange: true };
  const layout = {
    autosize: true,
    margin: { l: 38, r: 8, t: 6, b: 32 },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: 'system-ui, sans-serif', size: 11, color: ink.text },
    showlegend: true,
    legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom' },
    hovermode: 'x unified',
    hoverlabel: { bgcolor: scheme === 'dark' ? '#22262c' : '#ffffff', font: { size: 11 } },
    xaxis: { ...axis, title: { text: 'step', standoff: 4 }, rangemode: 'tozero' },
    yaxis: { ...axis, title: { text: axisTitle(metric, hasQueue), standoff: 4 } },
  };
  return { traces, layout };
}

/** Of the runs that are trained; before their first step, of the newest training. */
function longest(curves: Curves, earlier: readonly EarlierRun[]): Pick<Curves, 'steps' | 'chance'> {
  return earlier
    .filter(({ newest }) => newest)
    .map((run): Pick<Curves, 'steps' | 'chance'> => run.curves)
    .reduce((best, each) => (each.steps.length > best.steps.length ? each : best), curves);
}

function chanceOf(curves: Pick<Curves, 'steps' | 'chance'>, hasQueue: boolean, color: string) {
  return {
    x: curves.steps,
    y: curves.chance,
    name: hasQueue ? 'chance, log(Q+1)' : 'chance',
    mode: 'lines',
    line: { color, width: 1.4, dash: 'dash' },
    hovertemplate: '%{y:.3f}',
  };
}

function axisTitle(metric: Metric, hasQueue: boolean): string {
  if (metric === 'top1') return 'top-1';
  return hasQueue ? 'loss, nats' : 'loss';
}

/** The chart in words. */
export function lossSentence(curves: Curves, runs: readonly NamedRun[], step: number): string {
  const chance = curves.chance.at(-1);
  if (chance === undefined) return 'No step was taken yet.';
  const values = runs.flatMap(({ id, name }) => {
    const newest = latest(curves, id);
    return newest ? [`${name} ${nats(newest.loss)}`] : [];
  });
  const smoothed = curves.every > 1 ? ` Each point is the mean of ${curves.every} steps.` : '';
  return `Loss at step ${count(step)}: ${values.join(', ')}; chance ${decimal(chance, 3)}.${smoothed}`;
}

/** Rows for the table beside the chart: at most `most`, evenly spaced, the newest always. */
export function lossRows(curves: Curves, most: number): number[] {
  const { length } = curves.steps;
  const stride = Math.max(1, Math.ceil(length / most));
  const rows: number[] = [];
  for (let i = length - 1; i >= 0; i -= stride) rows.unshift(i);
  return rows;
}

/** The targets that the measurements are held against, and which of them are missed. */
import type { AppReport, BenchReport, ConvolutionRow, Measured, MemoryRow } from './report';

export interface Verdict {
  readonly target: string;
  readonly measured: string;
  /** Undefined where it was not measured. */
  readonly met: boolean | undefined;
}

const STOCK_FACTOR = 10;
const JAX_FACTOR = 3;
const FMA_SHARE = 0.45;
/** Milliseconds. */
const LONGEST_DISPATCH = 500;
const STEP_FACTOR = 20;
const MOST_DISPATCHES = 300;
const ORTHONORMALISE_FACTOR = 100;
const ORTHONORMALISE_DISPATCHES = 8;
const KECKELT_FACTOR = 8;
const DRUID_FACTOR = 2;
/** Of the bytes on the device to those the app announced. */
const MOST_OVER_PLAN = 1.3;
const FIRST_CONTENT = 1000;
const INTERACTION = 2000;
const CLIPS = 2000;
const SCRIPT_BYTES = 350_000;
const LONG_TASK = 50;
/** Cumulative shift below which nobody sees any. */
const NO_SHIFT = 0.01;

const times = (factor: number) => `${factor.toFixed(1)}x`;

/** Of what was measured: the worst ratio, where, and how many reach the target. */
function worstOf(
  target: string,
  ratios: readonly { readonly what: string; readonly ratio: Measured }[],
  least: number,
  text = times,
): Verdict {
  const measured = ratios.filter((row): row is { what: string; ratio: number } => row.ratio !== undefined);
  const worst = measured.reduce<{ what: string; ratio: number } | undefined>(
    (low, row) => (low && low.ratio <= row.ratio ? low : row),
    undefined,
  );
  if (!worst) return { target, measured: 'not measured', met: undefined };
  const reached = measured.filter(({ ratio }) => ratio >= least).length;
  const middle = measured.map(({ ratio }) => ratio).sort((a, b) => a - b)[measured.length >> 1]!;
  return {
    target,
    measured: `${reached} of ${ratios.length} reach it; median ${text(middle)}, worst ${text(worst.ratio)} (${worst.what})`,
    met: reached === ratios.length,
  };
}

const whatOf = ({ network, shape, pass }: Pick<ConvolutionRow, 'network' | 'shape' | 'pass'>) =>
  `${network} ${shape}, ${pass}`;

function over(numerator: Measured, denominator: Measured): Measured {
  return numerator === undefined || denominator === undefined ? undefined : numerator / denominator;
}

/** Time of all three passes of each layer, by theirs over ours; the passes are the same arithmetic. */
function againstJax(rows: readonly ConvolutionRow[]): { what: string; ratio: Measured }[] {
  const layers = [...new Set(rows.map(({ network, shape }) => `${network} ${shape}`))];
  return layers.map((what) => {
    const passes = rows.filter(({ network, shape }) => `${network} ${shape}` === what);
    const time = (rate: (row: ConvolutionRow) => Measured) =>
      passes.reduce<Measured>((sum, row) => {
        const part = over(1, rate(row));
        return sum === undefined || part === undefined ? undefined : sum + part;
      }, 0);
    return {
      what,
      ratio: over(
        time(({ jaxjs }) => jaxjs),
        time(({ ours }) => ours),
      ),
    };
  });
}

function memoryVerdicts(
  what: string,
  { planBytes, gpuBytes, gpuBytesLater }: Pick<MemoryRow, 'planBytes' | 'gpuBytes' | 'gpuBytesLater'>,
): Verdict[] {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  return [
    {
      target: `GPU memory of ${what}: flat`,
      measured: `${megabytes(gpuBytes)}, later ${megabytes(gpuBytesLater)}`,
      met: gpuBytesLater <= gpuBytes,
    },
    {
      target: `GPU memory of ${what}: at most ${MOST_OVER_PLAN} of the plan`,
      measured: `${(gpuBytesLater / planBytes).toFixed(2)} of ${megabytes(planBytes)}`,
      met: gpuBytesLater <= MOST_OVER_PLAN * planBytes,
    },
  ];
}

function appVerdicts({ mainThread, ...app }: AppReport): Verdict[] {
  const within = (target: string, value: number, most: number, unit: string): Verdict => ({
    target: `${target}: at most ${most} ${unit}`.trim(),
    measured: `${value < 10 ? Number(value.toPrecision(2)) : Math.round(value)} ${unit}`.trim(),
    met: value <= most,
  });
  return [
    within('first content', app.firstContentMs, FIRST_CONTENT, 'ms'),
    within('interaction', app.interactionMs, INTERACTION, 'ms'),
    within('64 moving clips', app.clipsMs, CLIPS, 'ms'),
    within('script before the interaction, gzipped', app.scriptGzBytes, SCRIPT_BYTES, 'bytes'),
    within('layout shift', app.layoutShift, NO_SHIFT, ''),
    within('main thread while training, 99th percentile of tasks', mainThread.p99Ms, LONG_TASK, 'ms'),
  ];
}

export function verdictsOn(report: BenchReport): Verdict[] {
  const { conv3d, step, wasm, orthonormalise: basis, tsne, fmaGflops } = report;
  const single = step.filter(({ runs }) => runs.length === 1);
  const atMost = (target: string, value: Measured, most: number): Verdict => ({
    target,
    measured: value === undefined ? 'not measured' : String(value),
    met: value === undefined ? undefined : value <= most,
  });
  return [
    worstOf(
      `conv3d: each at least ${STOCK_FACTOR}x stock tfjs`,
      conv3d.map((row) => ({ what: whatOf(row), ratio: over(row.ours, row.tfjs) })),
      STOCK_FACTOR,
    ),
    worstOf(
      `conv3d: forward and backward together at least ${JAX_FACTOR}x jax-js`,
      againstJax(conv3d),
      JAX_FACTOR,
    ),
    worstOf(
      `conv3d: at least ${FMA_SHARE * 100} % of the multiply-add rate`,
      conv3d.map((row) => ({ what: whatOf(row), ratio: row.ours / fmaGflops })),
      FMA_SHARE,
      (share) => `${Math.round(share * 100)} %`,
    ),
    atMost(
      `conv3d: longest dispatch at most ${LONGEST_DISPATCH} ms`,
      conv3d.length > 0
        ? Math.round(Math.max(...conv3d.map(({ longestDispatchMs }) => longestDispatchMs)))
        : undefined,
      LONGEST_DISPATCH,
    ),
    worstOf(
      `conv3d on the CPU: each at least ${STOCK_FACTOR}x tfjs's wasm backend, where that is right`,
      wasm
        .filter(({ stock }) => stock !== undefined)
        .map((row) => ({ what: whatOf(row), ratio: over(row.ours, row.stock) })),
      STOCK_FACTOR,
    ),
    worstOf(
      `MoCo step: at least ${STEP_FACTOR}x stock tfjs operators`,
      step
        .filter((row) => 'tfjsMs' in row)
        .map(({ runs, oursMs, tfjsMs }) => ({ what: runs.join(' and '), ratio: over(tfjsMs, oursMs) })),
      STEP_FACTOR,
    ),
    ...single.map(({ runs, dispatches }) =>
      atMost(`dispatches in a step of ${runs[0]!}: at most ${MOST_DISPATCHES}`, dispatches, MOST_DISPATCHES),
    ),
    atMost(
      `orthonormalise: at most ${ORTHONORMALISE_DISPATCHES} dispatches`,
      basis?.dispatches,
      ORTHONORMALISE_DISPATCHES,
    ),
    worstOf(
      `orthonormalise: at least ${ORTHONORMALISE_FACTOR}x tf.linalg.gramSchmidt`,
      [{ what: '2048 x 64', ratio: over(basis?.tfjsMs, basis?.oursMs) }],
      ORTHONORMALISE_FACTOR,
    ),
    ...step.flatMap((row) => memoryVerdicts(`a step of ${row.runs.join(' and ')}`, row)),
    ...(report.memory ? memoryVerdicts(`${report.memory.steps} steps of a small net`, report.memory) : []),
    ...tsne.flatMap(({ n, oursMs, keckeltMs, druidMs }) => [
      worstOf(
        `t-SNE, ${n} points: at least ${KECKELT_FACTOR}x @keckelt/tsne`,
        [{ what: `${n}`, ratio: over(keckeltMs, oursMs) }],
        KECKELT_FACTOR,
      ),
      worstOf(
        `t-SNE, ${n} points: at least ${DRUID_FACTOR}x DruidJS`,
        [{ what: `${n}`, ratio: over(druidMs, oursMs) }],
        DRUID_FACTOR,
      ),
    ]),
    ...(report.app ? appVerdicts(report.app) : []),
  ];
}

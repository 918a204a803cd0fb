/** Prints what `npm run bench` measured: a table a part, the verdicts on the targets, and the remarks. */
import type { BenchReport, Measured } from '../bench/report';
import { verdictsOn } from '../bench/targets';
import { table } from './table';

/** Three digits, or a dash for what was not measured. */
export function cell(value: string | Measured): string {
  return typeof value === 'string' ? value : value === undefined ? '–' : value.toPrecision(3);
}

export function print(report: BenchReport): void {
  const rate = report.fmaGflops > 0 ? `, ${report.fmaGflops.toFixed(2)} GFLOP/s of multiply-adds` : '';
  console.log(`\nadapter: ${report.adapter}${rate}\n`);
  const section = (title: string, head: readonly string[], rows: readonly (string | Measured)[][]) => {
    if (rows.length > 0)
      console.log(
        `${title}\n${table(
          head,
          rows.map((row) => row.map(cell)),
        )}\n`,
      );
  };
  section(
    'conv3d, GFLOP/s',
    ['layer', 'pass', 'tiling', 'ours', 'of multiply-adds', 'tfjs', 'jax-js', 'onnxruntime'],
    report.conv3d.map(({ network, shape, pass, tiling, ours, tfjs, jaxjs, ort }) => [
      `${network} ${shape}`,
      pass,
      tiling,
      ours,
      `${Math.round((100 * ours) / report.fmaGflops)} %`,
      tfjs,
      jaxjs,
      ort,
    ]),
  );
  section(
    'training step of the interactive preset, ms',
    ['runs', 'ours', 'replayed', 'tfjs', 'dispatches', 'MB planned', 'MB on the GPU'],
    report.step.map(({ runs, oursMs, replayMs, tfjsMs, dispatches, planBytes, gpuBytesLater }) => [
      runs.join(' + '),
      oursMs,
      replayMs,
      tfjsMs,
      String(dispatches),
      planBytes / 1e6,
      gpuBytesLater / 1e6,
    ]),
  );
  section(
    'a small training, one run',
    [
      'steps',
      'ms a step',
      'replayed',
      'dispatches',
      'MB planned',
      'MB after the first steps',
      'MB after the last',
    ],
    (report.memory ? [report.memory] : []).map(
      ({ steps, stepMs, replayMs, dispatches, planBytes, gpuBytes, gpuBytesLater }) => [
        String(steps),
        stepMs,
        replayMs,
        String(dispatches),
        planBytes / 1e6,
        gpuBytes / 1e6,
        gpuBytesLater / 1e6,
      ],
    ),
  );
  section(
    'conv3d on the CPU, GFLOP/s',
    ['layer', 'pass', 'ours', 'tfjs wasm'],
    report.wasm.map(({ network, shape, pass, ours, stock }) => [`${network} ${shape}`, pass, ours, stock]),
  );
  section(
    'training step on the CPU, s',
    ['preset', 'runs', 'seconds'],
    (report.wasmStep ? [report.wasmStep] : []).map(({ preset, runs, seconds }) => [
      preset,
      runs.join(' + '),
      seconds,
    ]),
  );
  section(
    'orthonormalise, forward and backward, ms',
    ['size', 'ours', 'tfjs', 'dispatches'],
    (report.orthonormalise ? [report.orthonormalise] : []).map(
      ({ dimensions, directions, oursMs, tfjsMs, dispatches }) => [
        `${dimensions} x ${directions}`,
        oursMs,
        tfjsMs,
        String(dispatches),
      ],
    ),
  );
  section(
    't-SNE step, ms',
    ['points', 'ours', 'DruidJS', '@keckelt/tsne'],
    report.tsne.map(({ n, oursMs, druidMs, keckeltMs }) => [String(n), oursMs, druidMs, keckeltMs]),
  );
  section(
    'decoding',
    ['kind', 'frames', 'frames a second'],
    report.decode.map(({ kind, frames, framesPerSecond }) => [kind, String(frames), framesPerSecond]),
  );
  section(
    'the built app, ms',
    [
      'first content',
      'interaction',
      '64 clips',
      'first maps',
      'kB of script',
      'task, 99th percentile',
      'longest task',
    ],
    (report.app ? [report.app] : []).map(({ mainThread, ...app }) => [
      app.firstContentMs,
      app.interactionMs,
      app.clipsMs,
      app.mapMs,
      app.scriptGzBytes / 1000,
      mainThread.p99Ms,
      mainThread.longestMs,
    ]),
  );
  console.log(
    table(
      ['target', '', 'measured'],
      verdictsOn(report).map(({ target, measured, met }) => [
        target,
        met === undefined ? '' : met ? 'met' : 'MISSED',
        measured,
      ]),
    ),
  );
  for (const remark of report.remarks) console.log(`remark: ${remark}`);
}

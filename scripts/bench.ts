/**
 * `npm run bench [-- --json FILE] [--only conv3d,step,memory,wasm,orthonormalise,tsne,decode,app]`: our kernels beside stock tfjs, jax-js
 * and onnxruntime-web, and our maps beside other t-SNEs, on one adapter in one run. Prints tables and the targets missed.
 * The pages come from a development server: the competitors are no part of the built app.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { createServer } from 'vite';
import type { BenchReport, Measured } from '../bench/report';
import { verdictsOn } from '../bench/targets';
import type {} from '../bench/page';
import { measureApp } from './bench_app';
import { browserArguments, findBrowser } from './browser';
import { table } from './table';

const PARTS = ['conv3d', 'step', 'memory', 'wasm', 'orthonormalise', 'tsne', 'decode', 'app'] as const;
type Part = (typeof PARTS)[number];
/** Milliseconds in which the server bundles the competitors for the first time. */
const SERVER_START = 120_000;

interface Server {
  readonly url: string;
  close(): Promise<void>;
}

async function serve(): Promise<Server> {
  const server = await createServer({
    cacheDir: 'node_modules/.vite/bench',
    logLevel: 'warn',
    // A file saved meanwhile must not load the page anew.
    server: { host: 'localhost', port: 4373, hmr: false, watch: null },
    // onnxruntime finds its WebAssembly beside its own script.
    optimizeDeps: { entries: ['bench.html'], exclude: ['onnxruntime-web'] },
  });
  await server.listen();
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('The bench page could not be served on this machine.');
  return { url, close: () => server.close() };
}

/** Measures in pages of their own: a device that one of them loses is not the next one's. */
class Bench {
  readonly remarks: string[] = [];
  readonly #browser: Browser;
  readonly #url: string;

  constructor(browser: Browser, url: string) {
    this.#browser = browser;
    this.#url = url;
  }

  async #inPage<T>(work: (page: Page) => Promise<T>): Promise<T> {
    const page = await this.#browser.newPage();
    page.on('pageerror', (error) => console.error(error.message));
    try {
      await page.goto(`${this.#url}bench.html`, { timeout: SERVER_START });
      await page.waitForFunction(() => window.bench !== undefined, undefined, { timeout: SERVER_START });
      return await work(page);
    } finally {
      await page.close();
    }
  }

  /** What `work` measures, or `otherwise` with a remark. `work` runs once the page has opened its device. */
  async part<T>(name: string, otherwise: T, work: (page: Page) => Promise<T>): Promise<T> {
    console.log(`${name} …`);
    try {
      return await this.#inPage(async (page) => {
        await page.evaluate(() => window.bench!.open());
        const found = await work(page);
        this.remarks.push(...(await page.evaluate(() => window.bench!.remarks())));
        return found;
      });
    } catch (error) {
      this.remarks.push(`${name}: ${(error as Error).message.split('\n')[0]!}`);
      return otherwise;
    }
  }

  adapter(): Promise<string> {
    return this.#inPage((page) => page.evaluate(() => window.bench!.open()));
  }
}

async function measure(bench: Bench, browser: Browser, parts: ReadonlySet<Part>): Promise<BenchReport> {
  // First, before the others have warmed or filled anything.
  const app = parts.has('app') ? await measureApp(browser) : undefined;
  const adapter = await bench.adapter();
  const rate = () => bench.part('multiply-adds', 0, (page) => page.evaluate(() => window.bench!.fmaGflops()));
  const before = await rate();
  const conv3d = [];
  const layers = parts.has('conv3d')
    ? await bench.part('layers', 0, (page) => page.evaluate(() => window.bench!.convolutions()))
    : 0;
  for (let i = 0; i < layers; i++) {
    const rows = await bench.part(`layer ${i + 1} of ${layers}`, [], (page) =>
      page.evaluate((index) => window.bench!.convolution(index), i),
    );
    for (const row of rows) console.log(Object.values(row).map(cell).join('  '));
    conv3d.push(...rows);
  }
  const step = parts.has('step')
    ? await bench.part('training step', [], (page) => page.evaluate(() => window.bench!.steps()))
    : [];
  const memory = parts.has('memory')
    ? await bench.part('memory', undefined, (page) => page.evaluate(() => window.bench!.memory()))
    : undefined;
  const wasm = parts.has('wasm') ? await onCpu(bench) : { wasm: [] };
  const orthonormalise = parts.has('orthonormalise')
    ? await bench.part('orthonormalise', undefined, (page) =>
        page.evaluate(() => window.bench!.orthonormalise()),
      )
    : undefined;
  const tsne = parts.has('tsne')
    ? await bench.part('t-SNE', [], (page) => page.evaluate(() => window.bench!.tsne()))
    : [];
  const decode = parts.has('decode')
    ? await bench.part('decode', [], (page) => page.evaluate(() => window.bench!.decode()))
    : [];
  return {
    date: new Date().toISOString(),
    adapter,
    // The ceiling is the better of the two: the machine is never faster than it can be.
    fmaGflops: Math.max(before, await rate()),
    conv3d,
    step,
    ...(memory ? { memory } : {}),
    ...wasm,
    ...(orthonormalise ? { orthonormalise } : {}),
    tsne,
    decode,
    ...(app ? { app } : {}),
    remarks: bench.remarks,
  };
}

/** The layers and a step of training on the CPU, in one page. */
function onCpu(bench: Bench): Promise<Pick<BenchReport, 'wasm' | 'wasmStep'>> {
  return bench.part<Pick<BenchReport, 'wasm' | 'wasmStep'>>(
    'training on the CPU',
    { wasm: [] },
    async (page) => {
      await page.evaluate(() => window.bench!.openCpu());
      const wasm = [];
      const layers = await page.evaluate(() => window.bench!.convolutions());
      for (let i = 0; i < layers; i++) {
        const rows = await page.evaluate((index) => window.bench!.wasm(index), i);
        for (const row of rows) console.log(Object.values(row).map(cell).join('  '));
        wasm.push(...rows);
      }
      return { wasm, wasmStep: await page.evaluate(() => window.bench!.wasmStep()) };
    },
  );
}

function cell(value: string | Measured): string {
  return typeof value === 'string' ? value : value === undefined ? '–' : value.toPrecision(3);
}

function print(report: BenchReport): void {
  console.log(`\nadapter: ${report.adapter}, ${report.fmaGflops.toFixed(2)} GFLOP/s of multiply-adds\n`);
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
    ['runs', 'ours', 'tfjs', 'dispatches', 'MB planned', 'MB on the GPU'],
    report.step.map(({ runs, oursMs, tfjsMs, dispatches, planBytes, gpuBytesLater }) => [
      runs.join(' + '),
      oursMs,
      tfjsMs,
      String(dispatches),
      planBytes / 1e6,
      gpuBytesLater / 1e6,
    ]),
  );
  section(
    'a small training, both runs',
    ['steps', 'ms a step', 'dispatches', 'MB planned', 'MB after the first steps', 'MB after the last'],
    (report.memory ? [report.memory] : []).map(
      ({ steps, stepMs, dispatches, planBytes, gpuBytes, gpuBytesLater }) => [
        String(steps),
        stepMs,
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
      verdictsOn(report).map(({ target, measured, met }) => [target, met ? 'met' : 'MISSED', measured]),
    ),
  );
  for (const remark of report.remarks) console.log(`remark: ${remark}`);
}

async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { json: { type: 'string' }, only: { type: 'string' } },
  });
  const asked = values.only?.split(',') ?? [...PARTS];
  const unknown = asked.find((name) => !PARTS.includes(name as Part));
  if (unknown !== undefined) {
    console.error(`--only: "${unknown}" is none of ${PARTS.join(', ')}.`);
    return 2;
  }
  const server = await serve();
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments() });
  try {
    const report = await measure(new Bench(browser, server.url), browser, new Set(asked as Part[]));
    print(report);
    if (values.json !== undefined) {
      const file = resolve(process.env.INIT_CWD ?? process.cwd(), values.json);
      writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`);
    }
    return 0;
  } finally {
    await browser.close();
    await server.close();
  }
}

process.exitCode = await main(process.argv.slice(2));

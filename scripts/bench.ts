/**
 * `npm run bench [-- --json FILE] [--only app,conv3d,step,memory,wasm,orthonormalise,tsne,decode]`: our kernels beside stock tfjs, jax-js
 * and onnxruntime-web, and our maps beside other t-SNEs, on one adapter in one run. Prints tables and the targets missed.
 * The pages come from a development server: the competitors are no part of the built app.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import type { BenchReport } from '../bench/report';
import { Bench, PARTS } from './bench_parts';
import { print } from './bench_tables';
import { browserArguments, findBrowser } from './browser';

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

/** Hands over the report after each part, so that a run that is broken off leaves what it has. */
async function measure(
  bench: Bench,
  parts: ReadonlySet<string>,
  save: (report: BenchReport) => void,
): Promise<BenchReport> {
  let report: BenchReport = {
    date: new Date().toISOString(),
    adapter: await bench.adapter(),
    fmaGflops: 0,
    seconds: {},
    conv3d: [],
    step: [],
    wasm: [],
    tsne: [],
    decode: [],
    remarks: bench.remarks,
  };
  for (const [name, part] of Object.entries(PARTS)) {
    if (!parts.has(name)) continue;
    const began = performance.now();
    const found = await part(bench);
    const seconds = { ...report.seconds, [name]: Math.round((performance.now() - began) / 1000) };
    report = { ...report, ...found, seconds };
    save(report);
  }
  return report;
}

async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { json: { type: 'string' }, only: { type: 'string' } },
  });
  const known = Object.keys(PARTS);
  const asked = values.only?.split(',') ?? known;
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    console.error(`--only: "${unknown}" is none of ${known.join(', ')}.`);
    return 2;
  }
  const file = values.json && resolve(process.env.INIT_CWD ?? process.cwd(), values.json);
  const save = (report: BenchReport) => {
    if (file) writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`);
  };
  const server = await serve();
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments() });
  try {
    print(await measure(new Bench(browser, server.url), new Set(asked), save));
    return 0;
  } finally {
    await browser.close();
    await server.close();
  }
}

process.exitCode = await main(process.argv.slice(2));

/** The parts of `npm run bench`, each in pages of its own: a device that one of them loses is not the next one's. */
import type { Browser, Page } from '@playwright/test';
import type {} from '../bench/page';
import type { BenchReport } from '../bench/report';
import { measureApp } from './bench_app';
import { cell } from './bench_tables';

/** Milliseconds in which the server bundles the competitors for the first time. */
const SERVER_START = 120_000;

export class Bench {
  readonly remarks: string[] = [];
  readonly browser: Browser;
  readonly #url: string;

  constructor(browser: Browser, url: string) {
    this.browser = browser;
    this.#url = url;
  }

  async #inPage<T>(work: (page: Page) => Promise<T>): Promise<T> {
    const page = await this.browser.newPage();
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

  /** GFLOP/s of fused multiply-adds. */
  rate(): Promise<number> {
    return this.part('multiply-adds', 0, (page) => page.evaluate(() => window.bench!.fmaGflops()));
  }
}

type Findings = Partial<BenchReport>;

async function convolutions(bench: Bench): Promise<Findings> {
  const before = await bench.rate();
  const conv3d = [];
  const layers = await bench.part('layers', 0, (page) => page.evaluate(() => window.bench!.convolutions()));
  for (let i = 0; i < layers; i++) {
    const rows = await bench.part(`layer ${i + 1} of ${layers}`, [], (page) =>
      page.evaluate((index) => window.bench!.convolution(index), i),
    );
    for (const row of rows) console.log(Object.values(row).map(cell).join('  '));
    conv3d.push(...rows);
  }
  // The ceiling is the better of the two: the machine is never faster than it can be.
  return { conv3d, fmaGflops: Math.max(before, await bench.rate()) };
}

/** Each set of runs in a page of its own: what one has left on the device is none of the next one's memory. */
async function steps(bench: Bench): Promise<Findings> {
  const sets = await bench.part('training steps', 0, (page) => page.evaluate(() => window.bench!.steps()));
  const step = [];
  for (let i = 0; i < sets; i++) {
    const row = await bench.part(`step ${i + 1} of ${sets}`, undefined, (page) =>
      page.evaluate((index) => window.bench!.step(index), i),
    );
    if (row) step.push(row);
  }
  return { step };
}

/** The layers and a step of training on the CPU, in one page. */
function onCpu(bench: Bench): Promise<Findings> {
  return bench.part<Findings>('training on the CPU', { wasm: [] }, async (page) => {
    await page.evaluate(() => window.bench!.openCpu());
    const wasm = [];
    const layers = await page.evaluate(() => window.bench!.convolutions());
    for (let i = 0; i < layers; i++) {
      const rows = await page.evaluate((index) => window.bench!.wasm(index), i);
      for (const row of rows) console.log(Object.values(row).map(cell).join('  '));
      wasm.push(...rows);
    }
    return { wasm, wasmStep: await page.evaluate(() => window.bench!.wasmStep()) };
  });
}

/** In this order: the app first, before the others have warmed or filled anything. */
export const PARTS: Readonly<Record<string, (bench: Bench) => Promise<Findings>>> = {
  app: async (bench) => ({ app: await measureApp(bench.browser) }),
  conv3d: convolutions,
  step: steps,
  memory: (bench) =>
    bench.part<Findings>('memory', {}, async (page) => ({
      memory: await page.evaluate(() => window.bench!.memory()),
    })),
  wasm: onCpu,
  orthonormalise: (bench) =>
    bench.part<Findings>('orthonormalise', {}, async (page) => ({
      orthonormalise: await page.evaluate(() => window.bench!.orthonormalise()),
    })),
  tsne: async (bench) => ({
    tsne: await bench.part('t-SNE', [], (page) => page.evaluate(() => window.bench!.tsne())),
  }),
  decode: async (bench) => ({
    decode: await bench.part('decode', [], (page) => page.evaluate(() => window.bench!.decode())),
  }),
};

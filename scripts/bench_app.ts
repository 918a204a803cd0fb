/** How fast the built app is to the eye: its opening, and its main thread while it trains. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from '@playwright/test';
import type { AppReport } from '../bench/report';
import { serveDist } from './dist';

const OPENINGS = 5;
/** Seconds of training that are watched. */
const WATCHED = 20;
const PATIENCE = 120_000;

interface Marks {
  clips?: number;
  map?: number;
  answered?: number;
  shift: number;
}

declare global {
  interface Window {
    marks?: Marks;
    tellTrainIsThere?: () => void;
  }
}

/** Runs in the page before its own scripts. Looks at once, not when it is asked: asking takes the page's time. */
function watchOpening(): void {
  const marks: Marks = { shift: 0 };
  window.marks = marks;
  let isThere = false;
  const observer = new MutationObserver(() => {
    if (!isThere && document.querySelector('.transport button')) {
      isThere = true;
      window.tellTrainIsThere?.();
    }
    if (!document.querySelector('[role="dialog"]')) return;
    observer.disconnect();
    // Answered when it can be seen: in the frame that comes now.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (marks.answered = performance.now());
      port2.postMessage(null);
    });
  });
  observer.observe(document, { childList: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
    })[])
      if (!entry.hadRecentInput) marks.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  const timer = setInterval(() => {
    const clips = document.querySelectorAll('ul[aria-label="Built-in set"] li canvas').length;
    if (clips >= 64) marks.clips ??= performance.now();
    // The text of the whole page would be laid out anew at each look.
    const feet = [...document.querySelectorAll('.map-foot')];
    if (feet.some(({ textContent }) => textContent?.includes('embedding of step 0'))) {
      marks.map = performance.now();
      clearInterval(timer);
    }
  }, 20);
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** Bytes of the scripts that the page itself has loaded so far, gzipped; those of its workers are not among them. */
async function scriptBytes(page: Page): Promise<number> {
  const paths = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.endsWith('.js')),
  );
  const workers = new Set(page.workers().map((worker) => new URL(worker.url()).pathname));
  return [...new Set(paths)]
    .filter((path) => !workers.has(path))
    .reduce((sum, path) => sum + gzipSync(readFileSync(join('dist', path))).length, 0);
}

type Opening = Omit<AppReport, 'mainThread'>;

async function opening(browser: Browser, url: string): Promise<Opening> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    const trainIsThere = new Promise<void>(
      (resolve) => void page.exposeFunction('tellTrainIsThere', resolve),
    );
    await page.addInitScript(watchOpening);
    await page.goto(url, { waitUntil: 'commit' });
    // Answers a person: a key that is pressed as soon as there is something to see opens the palette.
    await trainIsThere;
    await page.keyboard.press('Control+k');
    await page.waitForFunction(() => window.marks?.answered !== undefined);
    const bytes = await scriptBytes(page);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => window.marks?.map !== undefined, undefined, { timeout: PATIENCE });
    return await page.evaluate(
      (scriptGzBytes) => ({
        firstContentMs: performance.getEntriesByName('first-contentful-paint')[0]!.startTime,
        interactionMs: window.marks!.answered!,
        scriptGzBytes,
        clipsMs: window.marks!.clips!,
        mapMs: window.marks!.map!,
        layoutShift: window.marks!.shift,
      }),
      bytes,
    );
  } finally {
    await page.close();
  }
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly args?: { readonly name?: string };
}

/** Milliseconds of every task of the page's main thread while two runs train. */
async function mainThreadTasks(browser: Browser, url: string): Promise<number[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await page.addInitScript(watchOpening);
    await page.goto(url);
    await page.waitForFunction(() => window.marks?.map !== undefined, undefined, { timeout: PATIENCE });
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page
      .getByText(/step 2\./)
      .first()
      .waitFor({ timeout: PATIENCE });
    await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
    await page.waitForTimeout(WATCHED * 1000);
    const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    const main = new Set(
      trace.traceEvents
        .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
        .map(({ pid, tid }) => `${pid} ${tid}`),
    );
    return trace.traceEvents
      .filter(({ name, pid, tid }) => name.endsWith('RunTask') && main.has(`${pid} ${tid}`))
      .map(({ dur = 0 }) => dur / 1000)
      .sort((a, b) => a - b);
  } finally {
    await page.close();
  }
}

/** Medians of a few openings, in a browser whose caches are warm, and the tasks while it trains. */
export async function measureApp(browser: Browser): Promise<AppReport> {
  const server = await serveDist(console.log);
  try {
    const found: Opening[] = [];
    for (let i = 0; i < OPENINGS; i++) found.push(await opening(browser, server.url));
    const tasks = await mainThreadTasks(browser, server.url);
    if (tasks.length === 0) throw new Error('The trace of the main thread holds no task.');
    const of = (key: keyof Opening) => median(found.map((row) => row[key]));
    return {
      firstContentMs: of('firstContentMs'),
      interactionMs: of('interactionMs'),
      clipsMs: of('clipsMs'),
      mapMs: of('mapMs'),
      scriptGzBytes: of('scriptGzBytes'),
      layoutShift: of('layoutShift'),
      mainThread: {
        seconds: WATCHED,
        tasks: tasks.length,
        p99Ms: tasks[Math.floor(0.99 * (tasks.length - 1))]!,
        longestMs: tasks.at(-1)!,
      },
    };
  } finally {
    await server.close();
  }
}

/** `npm run parity -- DIR [--json FILE]`: every reference case in DIR through the app's own code, on WebGPU in Chromium. */
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import type { Verdict } from '../src/parity/case';
import { browserArguments, findBrowser } from './browser';
import { serveDist } from './dist';
import { table } from './table';

const USAGE =
  'Usage: npm run parity -- DIR [--json FILE]\nDIR holds .safetensors files, one reference case each.';

/** A page with its own GPU device. */
async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(`${url}parity.html`);
  await page.waitForFunction(() => window.parity !== undefined);
  console.log(`adapter: ${await page.evaluate(() => window.parity!.open())}`);
  return page;
}

/** What the page makes of a case; one that takes the page with it is a failure of that case alone. */
async function verdictOn(page: Page, file: string): Promise<Verdict> {
  try {
    await page.setInputFiles('#case', file);
    const crashed = new Promise<never>((_, reject) =>
      page.once('crash', () => reject(new Error('The page crashed.'))),
    );
    crashed.catch(() => undefined);
    return await Promise.race([crashed, page.evaluate(() => window.parity!.run())]);
  } catch (error) {
    const name = basename(file, '.safetensors');
    const reason = (error as Error).message.split('\n')[0]!;
    return { case: name, kind: '', worst: Infinity, tensor: '', tolerance: 0, pass: false, error: reason };
  }
}

async function verdicts(files: readonly string[], onVerdict: (verdict: Verdict) => void): Promise<Verdict[]> {
  const served = await serveDist(console.log);
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments() });
  try {
    let page = await openPage(browser, served.url);
    const all: Verdict[] = [];
    for (const file of files) {
      const verdict = await verdictOn(page, file);
      onVerdict(verdict);
      all.push(verdict);
      // After a case that could not be computed the device may be gone or in doubt.
      if (verdict.error !== undefined) {
        await page.close();
        page = await openPage(browser, served.url);
      }
    }
    return all;
  } finally {
    await browser.close();
    await served.close();
  }
}

function row({ case: name, kind, worst, tensor, tolerance, pass, error }: Verdict): string[] {
  return [
    name,
    kind,
    pass ? 'pass' : 'FAIL',
    worst.toExponential(2),
    tolerance.toExponential(0),
    error ?? tensor,
  ];
}

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { json: { type: 'string' } },
    allowPositionals: true,
  });
  const base = process.env.INIT_CWD ?? process.cwd();
  const folder = resolve(base, positionals[0] ?? '');
  if (positionals.length !== 1 || !existsSync(folder) || !statSync(folder).isDirectory()) {
    console.error(`${USAGE}\n"${positionals[0] ?? ''}" is not a folder.`);
    return 2;
  }
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.safetensors'))
    .sort()
    .map((name) => join(folder, name));
  if (files.length === 0) {
    console.error(`There is no .safetensors file in ${folder}.`);
    return 2;
  }
  const all = await verdicts(files, (verdict) => console.log(row(verdict).join('  ')));
  if (values.json) writeFileSync(resolve(base, values.json), `${JSON.stringify(all, null, 1)}\n`);
  console.log(`\n${table(['case', 'kind', '', 'worst', 'tolerance', 'tensor'], all.map(row))}`);
  const missed = all.filter(({ pass }) => !pass).length;
  console.log(`\n${all.length - missed} of ${all.length} cases are within tolerance.`);
  return missed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));

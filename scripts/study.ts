/** `npm run study`: a comparison without a window, by the workers of the app in a headless Chromium. Usage: study_arguments.ts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { curvesCsv } from '../src/study/csv';
import { studyMarkdown } from '../src/study/markdown';
import type { StudyResult } from '../src/study/report';
import { browserArguments, findBrowser } from './browser';
import { serveDist } from './dist';
import { ArgumentError, studyArguments, USAGE, type StudyArguments } from './study_arguments';

/** Files handed to the page at once. */
const HANDFUL = 256;

async function handOver(page: Page, files: readonly string[]): Promise<void> {
  for (let at = 0; at < files.length; at += HANDFUL) {
    const some = files.slice(at, at + HANDFUL);
    await page.setInputFiles('#videos', some);
    const taken = await page.evaluate(() => window.study!.takeFiles());
    if (taken !== at + some.length) {
      throw new Error(`The browser took ${taken} of ${at + some.length} files: can all of them be read?`);
    }
  }
}

async function runInBrowser({ request, files }: StudyArguments): Promise<StudyResult> {
  const served = await serveDist(console.log);
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments() });
  try {
    const page = await browser.newPage();
    const ended = new Promise<never>((_, reject) => {
      page.on('crash', () => reject(new Error('The page crashed; it may have run out of memory.')));
      browser.on('disconnected', () => reject(new Error('The browser ended before the study did.')));
    });
    // Closing the browser below is an end too, and then nobody waits for this one.
    ended.catch(() => undefined);
    page.on('pageerror', (error) => console.error(error.message));
    await page.exposeFunction('studySays', (line: string) => console.log(line));
    await page.goto(`${served.url}study.html`);
    await page.waitForFunction(() => window.study !== undefined);
    await handOver(page, files);
    return await Promise.race([ended, page.evaluate((asked) => window.study!.run(asked), request)]);
  } finally {
    await browser.close();
    await served.close();
  }
}

function write(out: string, { report, pictures }: StudyResult): void {
  mkdirSync(out, { recursive: true });
  for (const { name, png } of pictures) writeFileSync(join(out, name), Buffer.from(png, 'base64'));
  writeFileSync(join(out, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
  const names = pictures.map(({ name }) => name);
  writeFileSync(join(out, 'report.md'), studyMarkdown(report, names));
  writeFileSync(join(out, 'curves.csv'), curvesCsv(report.runs));
}

async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    console.log(USAGE);
    return 0;
  }
  try {
    const asked = studyArguments(argv, process.env.INIT_CWD ?? process.cwd());
    if (asked.printConfig) {
      console.log(JSON.stringify(asked.request.config, null, 2));
      return 0;
    }
    const result = await runInBrowser(asked);
    write(asked.out, result);
    const rejected = result.report.videos.filter(({ status }) => status === 'rejected');
    for (const { name, reason } of rejected) console.log(`rejected ${name}: ${reason}`);
    if (result.failure !== undefined) throw new Error(result.failure);
    console.log(`report.json, report.md, curves.csv and ${result.pictures.length} maps are in ${asked.out}`);
    return 0;
  } catch (error) {
    console.error((error as Error).message.split('\n')[0]);
    return error instanceof ArgumentError ? 2 : 1;
  }
}

process.exitCode = await main(process.argv.slice(2));

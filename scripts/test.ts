/**
 * `npm test`: check, unit, gpu, build, e2e, in this order; a failing stage does not stop the next. Ends with a table and one
 * line, `N passed, N failed`: the tests of vitest and Playwright, plus one for each stage that failed without a failed
 * test (a type error, a build, a file that does not load), so that "0 failed" and exit code 0 mean the same.
 * `npm test -- gpu e2e` runs these stages only.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './browser';
import { table } from './table';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Stage {
  readonly name: string;
  /** Arguments of node. */
  readonly command: readonly string[];
  /** Reads the stage's report; undefined where a stage has no tests of its own. */
  readonly counts?: () => Counts;
  /** After this the stage is ended and counts as failed: a hung page must not hang the machine that runs the tests. */
  readonly minutes: number;
}

const REPORTS = 'test-results';

function vitest(project: string, minutes: number): Stage {
  const report = join(REPORTS, `${project}.json`);
  return {
    name: project,
    command: [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    counts: () => {
      const { numPassedTests, numFailedTests, numPendingTests } = readReport(report) as Record<
        string,
        number
      >;
      return { passed: numPassedTests ?? 0, failed: numFailedTests ?? 0, skipped: numPendingTests ?? 0 };
    },
    minutes,
  };
}

function readReport(path: string): object {
  return JSON.parse(readFileSync(path, 'utf8')) as object;
}

const stages: readonly Stage[] = [
  { name: 'check', command: ['node_modules/tsx/dist/cli.mjs', 'scripts/check.ts'], minutes: 5 },
  vitest('unit', 5),
  vitest('gpu', 14),
  { name: 'build', command: ['node_modules/vite/bin/vite.js', 'build'], minutes: 3 },
  {
    name: 'e2e',
    command: ['node_modules/@playwright/test/cli.js', 'test'],
    counts: () => {
      const { stats } = readReport(join(REPORTS, 'e2e.json')) as { stats: Record<string, number> };
      return {
        passed: (stats.expected ?? 0) + (stats.flaky ?? 0),
        failed: stats.unexpected ?? 0,
        skipped: stats.skipped ?? 0,
      };
    },
    minutes: 16,
  },
];

/** Runs a stage in a process group of its own, so that ending it ends its browser and server as well. */
function run({ command, minutes }: Stage): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, {
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    const end = () => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // The group has already ended.
      }
    };
    const limit = setTimeout(() => {
      console.log(`\nStill running after ${minutes} minutes: ended.`);
      end();
    }, minutes * 60_000);
    const interrupted = () => {
      end();
      process.exit(130);
    };
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    child.on('error', (error) => console.log(error.message));
    child.on('close', (code) => {
      clearTimeout(limit);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      resolve(code === 0);
    });
  });
}

/** What a stage reported; undefined when it ended before it wrote a report. */
function countsOf(stage: Stage): Counts | undefined {
  try {
    return stage.counts?.();
  } catch {
    return undefined;
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !stages.some((stage) => stage.name === name));
if (unknown !== undefined) {
  console.error(`"${unknown}" is no stage of the tests: ${stages.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

try {
  process.env.CHROME_PATH = findBrowser();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
console.log(`node ${process.version}, browser ${process.env.CHROME_PATH}`);
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

const rows: string[][] = [];
let passed = 0;
let failed = 0;
for (const stage of stages.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.log(`\n━━ ${stage.name} ━━`);
  const begun = performance.now();
  const ended = await run(stage);
  const counts = stage.counts && (countsOf(stage) ?? { passed: 0, failed: 0, skipped: 0 });
  const ok = ended && (!counts || (counts.failed === 0 && counts.passed > 0));
  passed += counts?.passed ?? 0;
  failed += counts && counts.failed > 0 ? counts.failed : ok ? 0 : 1;
  rows.push([
    stage.name,
    ok ? 'ok' : 'failed',
    ...(counts ? [counts.passed, counts.failed, counts.skipped].map(String) : ['', '', '']),
    ((performance.now() - begun) / 1000).toFixed(1),
  ]);
}

console.log(`\n${table(['stage', 'result', 'passed', 'failed', 'skipped', 's'], rows)}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

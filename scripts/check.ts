/**
 * `npm run check`: types, lint, format, import rules, unused code, layout. All run, two at a time; what fails is printed
 * whole, and the exit code is 1 when anything did.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { layoutProblems } from './layout';
import { table } from './table';

interface Check {
  readonly name: string;
  readonly run: () => Promise<{ ok: boolean; output: string }>;
}

const FOLDERS = ['src', 'workers', 'scripts', 'e2e', 'bench'].filter((folder) => existsSync(folder));

function tool(name: string, ...args: string[]): Check {
  const run = () =>
    new Promise<{ ok: boolean; output: string }>((resolve) => {
      const child = spawn(process.execPath, [`node_modules/${args[0]!}`, ...args.slice(1)], {
        env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
      });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.on('error', (error) => resolve({ ok: false, output: error.message }));
      child.on('close', (code) => resolve({ ok: code === 0, output }));
    });
  return { name, run };
}

const checks: Check[] = [
  tool('lint', 'eslint/bin/eslint.js', '.', '--max-warnings', '0'),
  tool('types', 'typescript/bin/tsc', '--noEmit', '-p', '.'),
  tool('format', 'prettier/bin/prettier.cjs', '--check', '.'),
  tool(
    'imports',
    'dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    ...FOLDERS,
  ),
  tool('unused', 'knip/bin/knip.js', '--no-progress'),
  {
    name: 'layout',
    run: () => {
      const problems = layoutProblems(FOLDERS);
      return Promise.resolve({ ok: problems.length === 0, output: problems.join('\n') });
    },
  },
];

const rows: { name: string; ok: boolean; seconds: number }[] = [];
const waiting = [...checks];

async function worker(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const begun = performance.now();
    const { ok, output } = await check.run();
    rows.push({ name: check.name, ok, seconds: (performance.now() - begun) / 1000 });
    if (!ok) console.log(`\n── ${check.name} ──\n${output.trim()}\n`);
  }
}

await Promise.all([worker(), worker()]);
const order = checks.map(({ name }) => name);
rows.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
console.log(
  table(
    ['check', 'result', 's'],
    rows.map(({ name, ok, seconds }) => [name, ok ? 'ok' : 'failed', seconds.toFixed(1)]),
  ),
);
process.exitCode = rows.every(({ ok }) => ok) ? 0 : 1;

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { layoutProblems } from './layout';

let root: string;
let before: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'layout-'));
  before = process.cwd();
  process.chdir(root);
  for (const folder of ['src', 'workers', 'src/clips']) mkdirSync(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(root, { recursive: true });
});

test('a small file in a named folder is fine', () => {
  writeFileSync('src/clips/views.ts', 'export {};\n');
  expect(layoutProblems(['src', 'workers'])).toEqual([]);
});

test('a worker over 40 lines, a file over 400 and a vague name are each told', () => {
  mkdirSync('src/utils');
  writeFileSync('src/utils/a.ts', '');
  writeFileSync('workers/train.ts', '\n'.repeat(41));
  writeFileSync('src/clips/views.ts', '\n'.repeat(401));
  const problems = layoutProblems(['src', 'workers']);
  expect(problems).toHaveLength(3);
  expect(problems.join(' ')).toMatch(/views\.ts: 401 lines.*utils.*train\.ts: 41 lines/);
});

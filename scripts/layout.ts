/** Rules about files themselves, which no linter knows: length, names, and how thin a worker's entry is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** 60 to 250 lines is usual; above this a file wants splitting. */
const LONGEST = 400;
/** A worker's entry constructs and exposes, nothing else. */
const LONGEST_WORKER = 40;
const VAGUE = /^(utils?|common|helpers?|libs?|misc)(\.[jt]sx?)?$/;
const SOURCE = /\.(ts|tsx|wgsl|css)$/;

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

/** One sentence for each file or folder that breaks a rule. */
export function layoutProblems(folders: readonly string[]): string[] {
  const problems: string[] = [];
  for (const path of folders.flatMap(files)) {
    const vague = path.split(/[\\/]/).find((part) => VAGUE.test(part));
    if (vague) problems.push(`${path}: "${vague}" says nothing; name it after the stage it serves.`);
    if (!SOURCE.test(path)) continue;
    const lines = readFileSync(path, 'utf8').split('\n').length - 1;
    const most = /^workers[\\/]/.test(path) ? LONGEST_WORKER : LONGEST;
    if (lines > most) problems.push(`${path}: ${lines} lines, at most ${most}.`);
  }
  return problems;
}

/** The built app for commands that drive it: built when it is missing or older than its sources, and served. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build, preview } from 'vite';

const SOURCES = [
  'src',
  'workers',
  'public',
  'index.html',
  'study.html',
  'parity.html',
  'vite.config.ts',
  'scripts/security.ts',
];
const PACKAGES = 'package-lock.json';

function newest(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isStale(page: string): boolean {
  if (!existsSync(page)) return true;
  const built = statSync(page).mtimeMs;
  return [...SOURCES, PACKAGES].some((path) => existsSync(path) && newest(path) > built);
}

export interface Served {
  /** Ends with a slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves `dist` on a free port of this machine, as `npm start` does. */
export async function serveDist(say: (line: string) => void): Promise<Served> {
  if (isStale('dist/study.html')) {
    say('building …');
    await build({ logLevel: 'warn' });
  }
  const server = await preview({ preview: { port: 4273, host: 'localhost' }, logLevel: 'warn' });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('The built page could not be served on this machine.');
  return { url, close: () => server.close() };
}

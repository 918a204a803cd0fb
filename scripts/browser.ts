/** Finds the browser that the tests, the study and the benchmarks drive. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const USUAL_PLACES = [
  ...NAMES.map((name) => `/usr/bin/${name}`),
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** WebGPU on a machine without a GPU: Chromium's own software adapter. LTN_GPU=hardware leaves the real one. */
export function browserArguments(): string[] {
  const common = [
    '--enable-unsafe-webgpu',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ];
  if (process.getuid?.() === 0) common.push('--no-sandbox');
  if (process.env.LTN_GPU !== 'hardware') common.push('--use-webgpu-adapter=swiftshader');
  return common;
}

function isRootOnDebian(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

function installOnDebian(): void {
  console.log('No Chrome, Chromium or Edge here: installing Debian’s chromium with apt-get …');
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  try {
    execFileSync('apt-get', ['update'], options);
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
  } catch {
    console.log('apt-get could not install chromium; what it said is above.');
  }
}

/**
 * The path of a Chrome, Chromium or Edge: CHROME_PATH, the usual places, PATH, then (as root on Debian) apt-get.
 * @throws Error with one sentence that says what to install.
 */
export function findBrowser(): string {
  const named = process.env.CHROME_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(
      `CHROME_PATH is "${named}", and no file is there: set it to the Chrome, Chromium or Edge to use.`,
    );
  }
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = [...USUAL_PLACES, ...onPath].find((place) => existsSync(place));
  if (found) return found;
  if (isRootOnDebian()) {
    installOnDebian();
    if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  }
  throw new Error('No Chrome, Chromium or Edge was found: install one, or set CHROME_PATH to where it is.');
}

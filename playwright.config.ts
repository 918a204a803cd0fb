/** End-to-end tests of the built app in a real Chromium: with a WebGPU device, without an adapter, without WebGPU. */
import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from './scripts/browser.ts';

const PORT = 4174;
const HERE = `http://localhost:${PORT}/`;
/** An address that is not this machine's own is no secure context over http, and there navigator.gpu does not exist. */
const ELSEWHERE = '192.0.2.1';

const executablePath = findBrowser();
const sandbox = browserArguments().filter((argument) => argument === '--no-sandbox');

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.test.ts',
  outputDir: 'test-results/e2e',
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  // The software adapter takes all the cores there are.
  workers: 1,
  timeout: 180_000,
  globalTimeout: 15 * 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: { baseURL: HERE, viewport: { width: 1440, height: 900 }, trace: 'off' },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --port ${PORT} --strictPort --host localhost`,
    url: HERE,
    reuseExistingServer: false,
    stdout: 'ignore',
    stderr: 'pipe',
  },
  projects: [
    {
      name: 'webgpu',
      testIgnore: 'no_*.test.ts',
      use: { launchOptions: { executablePath, args: browserArguments() } },
    },
    {
      name: 'no-adapter',
      testMatch: 'no_adapter.test.ts',
      use: {
        launchOptions: {
          executablePath,
          args: [...sandbox, '--disable-gpu', '--disable-software-rasterizer'],
        },
      },
    },
    {
      name: 'no-webgpu',
      testMatch: 'no_webgpu.test.ts',
      use: {
        baseURL: `http://${ELSEWHERE}:${PORT}/`,
        launchOptions: {
          executablePath,
          args: [...sandbox, `--host-resolver-rules=MAP ${ELSEWHERE} localhost`],
        },
      },
    },
  ],
});

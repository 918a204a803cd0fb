import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { assembly } from './scripts/assembly.ts';
import { browserArguments, findBrowser } from './scripts/browser.ts';

/** `unit` runs in Node; `gpu` runs in a real Chromium with a real WebGPU device, and fails without one. */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [assembly()],
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          exclude: ['**/*.gpu.test.ts', '**/*.browser.test.ts'],
        },
      },
      {
        plugins: [assembly()],
        // Tests read ../shared where it is there.
        server: { fs: { allow: ['..'] } },
        test: {
          name: 'gpu',
          include: ['src/**/*.gpu.test.ts', 'src/**/*.browser.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: findBrowser(), args: browserArguments() },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});

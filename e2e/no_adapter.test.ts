/** A browser that has WebGPU and gives no adapter. */
import { expect, SLOW, test } from './app';

test('the page says that there is no adapter and what to do, and trains on the CPU', async ({
  app,
  page,
}) => {
  await app.openSmall();
  const notice = page.getByRole('alert', { name: 'No GPU' });
  await expect(notice).toContainText('has WebGPU but gives no adapter', { timeout: SLOW });
  await expect(notice).toContainText(/run on the CPU \(wasm\)/);
  await expect(notice).toContainText(/Switch on|update|enable/i);
  await expect(page.locator('.status-gpu')).toHaveText('CPU (wasm) (no GPU: slow)');
  await expect(app.builtinVideos.first().locator('canvas')).toBeVisible();

  await app.untrainedMaps();
  expect((await app.points()).length).toBeGreaterThan(0);
  await expect(page.getByText(/a step on the CPU, estimated/)).toBeVisible();
  await app.button('Train').click();
  await app.stepReaches(3);
  // The worker computes without a break, and is heard all the same.
  await app.button('Pause').click();
  await expect(app.status).toHaveText(/Paused at step/, { timeout: SLOW });
  for (const [, ...losses] of await app.losses()) expect(losses.every(Number.isFinite)).toBe(true);
  await expect(page.getByText(/a step on the CPU, measured/)).toBeVisible();
});

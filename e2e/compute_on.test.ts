/** The choice between a software adapter and the CPU itself. */
import { expect, SLOW, test } from './app';

test('on a software adapter training can move to the CPU, stays there after a reload, and moves back', async ({
  app,
  page,
}) => {
  await app.openSmall();
  const device = page.locator('.status-gpu');
  await expect(device).toContainText('software adapter', { timeout: SLOW });
  await page.getByRole('button', { name: 'Train on the CPU' }).click();
  await expect(device).toHaveText('CPU (wasm), as chosen', { timeout: SLOW });
  await app.untrainedMaps();
  await app.button('Step').click();
  await app.stepReaches(1);
  // Weights do not move along.
  await expect(page.getByRole('button', { name: 'Train on WebGPU' })).toBeDisabled();
  for (const [, ...losses] of await app.losses()) expect(losses.every(Number.isFinite)).toBe(true);

  await page.reload();
  await expect(device).toHaveText('CPU (wasm), as chosen', { timeout: SLOW });
  await page.getByRole('button', { name: 'Train on WebGPU' }).click();
  await expect(device).toContainText('software adapter', { timeout: SLOW });
});

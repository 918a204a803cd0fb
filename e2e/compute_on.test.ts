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

test('where the CPU was chosen and WebAssembly does not start, the page says so and trains on the adapter', async ({
  app,
  page,
  expected,
}) => {
  await app.openSmall();
  const device = page.locator('.status-gpu');
  await page.getByRole('button', { name: 'Train on the CPU' }).click({ timeout: SLOW });
  await expect(device).toHaveText('CPU (wasm), as chosen', { timeout: SLOW });
  expected.push(/wasm|Aborted|ERR_FAILED/);
  await page.route('**/*.wasm', (route) => route.abort());
  await page.reload();
  await expect(device).toContainText('not the CPU as chosen', { timeout: SLOW });
  const sentence =
    /on WebGPU \(google swiftshader\) and not on the CPU as you chose, because .* reload the page/;
  await expect(page.getByRole('alert').filter({ hasText: sentence })).toBeVisible();
  const choice = page.locator('.warning').filter({ hasText: sentence });
  await expect(choice).toBeVisible();
  await app.untrainedMaps();
  await choice.getByRole('button', { name: 'Choose WebGPU' }).click();
  await expect(choice).toBeHidden();
  await expect(device).toHaveText('GPU: google swiftshader (software adapter: slow)');
});

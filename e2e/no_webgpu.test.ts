/** A page in which the browser has no navigator.gpu: opened from an address that is no secure context. */
import { expect, SLOW, test } from './app';

test('the page says that there is no WebGPU and what to do, and trains on the CPU', async ({ app, page }) => {
  await app.openSmall();
  expect(await page.evaluate(() => 'gpu' in navigator)).toBe(false);
  const notice = page.getByRole('alert', { name: 'No GPU' });
  await expect(notice).toContainText('has no WebGPU', { timeout: SLOW });
  await expect(notice).toContainText(/https/);
  await expect(notice).toContainText(/run on the CPU \(wasm\)/);
  await app.untrainedMaps();
  await app.button('Step').click();
  await app.stepReaches(1);
});

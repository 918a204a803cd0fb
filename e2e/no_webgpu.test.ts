/** A page in which the browser has no navigator.gpu: opened from an address that is no secure context. */
import { expect, SLOW, test } from './app';

test('the page says that there is no WebGPU and what to do, and does not go blank', async ({ app, page }) => {
  await page.goto('.');
  expect(await page.evaluate(() => 'gpu' in navigator)).toBe(false);
  const notice = page.getByRole('alert', { name: 'No GPU' });
  await expect(notice).toContainText('has no WebGPU', { timeout: SLOW });
  await expect(notice).toContainText(/https/);
  await expect.poll(() => app.builtinVideos.count(), { timeout: SLOW }).toBeGreaterThanOrEqual(64);
  await expect(app.button('Train')).toBeDisabled();
});

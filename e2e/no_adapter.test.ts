/** A browser that has WebGPU and gives no adapter. */
import { expect, SLOW, test } from './app';

test('the page says that there is no adapter and what to do, and the library works', async ({
  app,
  page,
}) => {
  await page.goto('.');
  const notice = page.getByRole('alert', { name: 'No GPU' });
  await expect(notice).toContainText('has WebGPU but gives no adapter', { timeout: SLOW });
  await expect(notice).toContainText(/Switch on|update|enable/i);
  await expect.poll(() => app.builtinVideos.count(), { timeout: SLOW }).toBeGreaterThanOrEqual(64);
  await expect(app.builtinVideos.first().locator('canvas')).toBeVisible();
  await expect(app.button('Train')).toBeDisabled();
  await expect(page.getByText('No map: the encoder needs a GPU.').first()).toBeVisible();
});

/** A phone: 390 px, fingers only. Words for fingers, nothing cut off, Train and the status at hand wherever the page is scrolled. */
import type { Page } from '@playwright/test';
import { expect, SLOW, test } from './app';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

const scrollToEnd = (page: Page) => page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));

test('hints are for fingers, captions of maps are read in full, Train and Pause come along and hide nothing', async ({
  app,
  page,
}) => {
  await app.openSmall();
  await app.untrainedMaps();
  await expect(page.getByText(/Tap a point to play its clip/)).toBeVisible();
  await expect(page.getByText(/Shift-drag|wheel on/)).toHaveCount(0);
  const cut = await page
    .locator('.map-foot, .map-foot-part')
    .evaluateAll((all) =>
      all.filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth),
    );
  expect(cut).toHaveLength(0);
  await expect(page.locator('.map-foot').first()).toContainText('KL');

  const bar = page.getByRole('group', { name: 'At hand' });
  await expect(bar).toHaveCount(0);
  await scrollToEnd(page);
  await bar.getByRole('button', { name: 'Train' }).tap();
  await expect(bar).toContainText(/Training, step|Measuring/, { timeout: SLOW });
  await bar.getByRole('button', { name: 'Pause' }).tap();
  await expect(bar).toContainText('Paused at step', { timeout: SLOW });

  // Backwards by the keyboard, from the end up: what has the focus is below the bar, whole.
  await page.getByRole('region', { name: 'Settings' }).locator('summary').last().focus();
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Shift+Tab');
    const seen = await page.evaluate(() => {
      const focused = document.activeElement!.getBoundingClientRect();
      return focused.top - document.querySelector('.train-bar')!.getBoundingClientRect().bottom;
    });
    expect(seen).toBeGreaterThanOrEqual(0);
  }
  await bar.getByRole('button', { name: 'Resume' }).focus();
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(bar).toHaveCount(0);
  await expect(app.button('Resume')).toBeFocused();

  await page.getByRole('button', { name: /^Compare/ }).click();
  const dialog = page.getByRole('dialog', { name: 'All runs' });
  await expect(dialog.getByText(/scrolls sideways/)).toBeInViewport();
});

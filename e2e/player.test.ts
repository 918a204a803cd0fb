/** The player: a clip plays and its point moves through every map; a point moves the player; frames, direction, two clips, keys. */
import { expect, test, type App } from './app';
import type { Locator } from '@playwright/test';

const player = (app: App): Locator => app.page.getByRole('region', { name: 'Player' });
const place = (app: App): Locator => player(app).getByText(/ of 0:06\.0 · frame/);

/** 1-based, as the strip names it. */
async function frame(app: App): Promise<number> {
  return Number(/frame (\d+) of 60/.exec(await place(app).innerText())?.[1]);
}

test('a clip plays, its point moves through every map, and the controls go frame by frame, backwards and slower', async ({
  app,
  page,
}) => {
  await app.openSmall();
  await app.untrainedMaps();
  await page
    .getByRole('button', { name: /^Play Enter_/ })
    .first()
    .click();
  await expect(place(app)).toContainText(/segment \d of 8 on the maps/);
  const pictures = () =>
    page
      .getByRole('application')
      .locator('canvas')
      .evaluateAll((canvases) => canvases.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()));
  const before = await pictures();
  expect(before).toHaveLength(3);
  await expect
    .poll(async () => (await pictures()).filter((picture, i) => picture !== before[i]).length)
    .toBe(3);

  await player(app).getByRole('button', { name: 'Pause clip' }).click();
  const paused = await frame(app);
  await page.waitForTimeout(500);
  expect(await frame(app)).toBe(paused);
  await player(app).getByRole('slider').focus();
  await page.keyboard.press('Home');
  expect(await frame(app)).toBe(1);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('.');
  await page.keyboard.press('ArrowLeft');
  expect(await frame(app)).toBe(2);
  await expect(player(app).getByRole('slider')).toHaveAttribute(
    'aria-valuetext',
    /0\.1 seconds, segment 1 of 8/,
  );

  await page.keyboard.press('End');
  expect(await frame(app)).toBe(60);
  await player(app).getByRole('button', { name: 'Backwards' }).click();
  await player(app).getByRole('combobox', { name: 'Speed' }).selectOption('0.5');
  await player(app).getByRole('slider').focus();
  await page.keyboard.press('Space');
  await expect.poll(() => frame(app)).toBeLessThan(58);
  await page.keyboard.press('Space');
  expect(await frame(app)).toBeGreaterThan(2);
});

test('a point of a map moves the player there, and two clips are shown in step', async ({ app, page }) => {
  await app.openSmall();
  await app.untrainedMaps();
  const map = page.getByRole('application').last();
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await expect(place(app)).toContainText('segment 8 of 8 on the maps');

  const beside = player(app).getByRole('combobox', { name: 'Beside' });
  const both = player(app).getByRole('img', { name: /^Frame \d+ of / });
  await expect(both).toHaveCount(1);
  await beside.selectOption({ index: 1 });
  await expect(beside.locator('option:checked')).toHaveText(/^Leave_/);
  await expect(both).toHaveCount(2);
  const index = await frame(app);
  await expect(both.first()).toHaveAccessibleName(new RegExp(`Frame ${index} of Enter_`));
  await expect(both.last()).toHaveAccessibleName(new RegExp(`Frame ${index} of Leave_`));
});

test('where motion is not wanted a chosen clip stands still until it is played', async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.openSmall();
  await page
    .getByRole('button', { name: /^Play (Enter|Leave)_/ })
    .first()
    .click();
  await expect(place(app)).toContainText('frame 1 of 60');
  await page.waitForTimeout(600);
  expect(await frame(app)).toBe(1);
  await player(app).getByRole('button', { name: 'Play clip' }).click();
  await expect.poll(() => frame(app)).toBeGreaterThan(1);
});

/** Opened for the first time: a ready set, thumbnails, then the map of an untrained encoder, without a file and without training. */
import { expect, SLOW, test } from './app';

test('a ready set of at least 64 clips with moving thumbnails comes first, maps of the untrained encoder follow', async ({
  app,
  page,
}) => {
  await page.goto('.');
  await expect.poll(() => app.builtinVideos.count(), { timeout: SLOW }).toBeGreaterThanOrEqual(64);
  await expect(app.builtinVideos.first()).toContainText(/^(Enter|Leave)_p\d\d_r\d\d_v\d\d/);

  const thumbnail = app.builtinVideos.first().locator('canvas');
  const picture = () => thumbnail.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const before = await picture();
  await expect.poll(picture).not.toBe(before);

  await app.untrainedMaps();
  // f of base, f and f' of transform, each with two numbers beside it, their intervals and their controls.
  await expect(page.getByRole('application')).toHaveCount(3);
  const number = String.raw`−?[\d.]+`;
  const interval = String.raw`${number} \[${number}, ${number}\]`;
  const row = (...cells: string[]) => page.getByRole('row', { name: new RegExp(`^${cells.join(' ')}$`) });
  await expect(row('step 0', interval, interval)).toHaveCount(3);
  await expect(row('untrained', 'is this: no finding')).toHaveCount(3);
  await expect(row('shuffled t', number, number)).toHaveCount(3);
  await expect(row('constant t', number, number)).toHaveCount(1);
  await expect(row('t alone', number)).toHaveCount(1);
  await expect(page.getByText('the 4 clips ticked for the maps: 2 Enter, 2 Leave')).toBeVisible();
  const points = await app.points();
  expect(points.length).toBe(4 * 20);
  const [, label, seconds, ...places] = points[0]!;
  expect(label).toMatch(/^(Enter|Leave)$/);
  expect(Number(seconds)).toBe(0);
  expect(places).toHaveLength(3);
  for (const place of places) expect(place).toMatch(/^−?[\d.]+, −?[\d.]+$/);
});

test('a point of a map shows its frames by pointer and by keyboard', async ({ app, page }) => {
  await app.openSmall();
  await app.untrainedMaps();
  const map = page.getByRole('application').last();
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(map.getByRole('status')).toHaveText(/seconds, segment 2 of 8/);
  const panel = page.locator('.segment-panel');
  await expect(panel).toContainText(/(Enter|Leave)_p/);
  await expect(panel.locator('canvas')).not.toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
});

test('the address holds what differs from the preset, and opening it gives the same settings', async ({
  app,
  page,
}) => {
  await page.goto('.#train.seed=9');
  await app.untrainedMaps();
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('9');
  await app.setNumber('Time module', 'Directions M', 5);
  await expect.poll(() => page.url()).toMatch(/#train\.seed=9&train\.time\.directions=5$/);
  await page.reload();
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('9');
});

test('a link with an unknown key names the key and leaves the settings alone', async ({ page }) => {
  await page.goto('.#train.seed=9&train.encoder.colour=1');
  await expect(page.getByText(/train\.encoder\.colour is not a setting/)).toBeVisible();
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('0');
});

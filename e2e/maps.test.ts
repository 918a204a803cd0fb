/** The maps: spaces, projection, colour, selection, zoom, the motion of t-SNE, the record of a training, files. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, SLOW, test } from './app';

const maps = (page: Page) => page.getByRole('application');

const shown = (page: Page, space: string) =>
  page.getByRole('group', { name: 'Spaces that are shown' }).getByRole('checkbox', { name: space });

/** A picture of every map. */
function pictures(page: Page): Promise<string[]> {
  return maps(page)
    .locator('canvas')
    .evaluateAll((canvases) => canvases.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()));
}

test('the components of f are two more rows, PCA another projection, and a link opens them again', async ({
  app,
  page,
}) => {
  await app.openSmall();
  await app.untrainedMaps();
  await expect(maps(page)).toHaveCount(3);
  await shown(page, 'time-encoded component').check();
  await shown(page, 'time-invariant component').check();
  await expect(maps(page)).toHaveCount(5);
  await expect(page.getByText('base has no directions').first()).toBeVisible();
  await expect(page.getByRole('row', { name: /^step 0 −?[\d.]+ \[/ })).toHaveCount(5);
  await expect(page.getByText(/· t-SNE/)).toHaveCount(5);
  await shown(page, 'f prime').uncheck();
  await expect(maps(page)).toHaveCount(4);

  await page.getByRole('combobox', { name: 'Projection' }).selectOption('pca');
  await expect(page.getByText(/PCA, \d+ % and \d+ % of the variance/)).toHaveCount(4);
  await expect(page.getByRole('button', { name: 'Hold t-SNE' })).toBeDisabled();
  const points = await app.points();
  expect(points).toHaveLength(4 * 8);
  expect(points[0]).toHaveLength(3 + 4);

  await expect.poll(() => page.url()).toContain('map.projection=pca');
  await page.reload();
  await app.untrainedMaps();
  await expect(maps(page)).toHaveCount(4);
  await expect(page.getByText(/PCA, \d+ %/)).toHaveCount(4);
});

test('a lasso selects in all maps and marks the library, a click selects a clip, Escape takes it back', async ({
  app,
  page,
}) => {
  await app.openSmall();
  await app.untrainedMaps();
  await expect(page.getByText(/settled/)).toHaveCount(3, { timeout: SLOW });
  const before = await pictures(page);
  const box = (await maps(page).first().boundingBox())!;
  const [left, right, top, bottom] = [box.x + 3, box.x + box.width - 3, box.y + 3, box.y + box.height - 3];
  await page.keyboard.down('Shift');
  await page.mouse.move(left, top);
  await page.mouse.down();
  for (const [x, y] of [
    [right, top],
    [right, bottom],
    [left, bottom],
  ] as const) {
    await page.mouse.move(x, y, { steps: 4 });
  }
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(page.getByText('32 of 32 selected')).toBeVisible();
  await expect(page.locator('.video-row[data-selected]')).toHaveCount(4);

  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await maps(page).first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByText('8 of 32 selected')).toBeVisible();
  await expect(page.locator('.video-row[data-selected]')).toHaveCount(1);
  const selected = await pictures(page);
  selected.forEach((picture, i) => expect(picture).not.toBe(before[i]));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Enter');
  await expect(page.getByText('16 of 32 selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByText(/of 32 selected/)).toHaveCount(0);
});

test('colour, zoom and the motion of t-SNE', async ({ app, page }) => {
  // Without gliding and easing the same layout is the same picture.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.openSmall();
  await app.untrainedMaps();
  await expect(page.getByText(/settled/)).toHaveCount(3, { timeout: SLOW });
  const one = async () => (await pictures(page))[0]!;
  await page.waitForTimeout(500);
  const places = await app.points();
  const byTime = await one();
  await page.getByRole('combobox', { name: 'Colour' }).selectOption('person');
  await expect(page.locator('.legend-category').first()).toHaveText(/^p\d\d$/);
  await expect.poll(one).not.toBe(byTime);
  await page.getByRole('combobox', { name: 'Colour' }).selectOption('time');
  await expect.poll(one).toBe(byTime);

  await page.getByRole('button', { name: 'Zoom in' }).first().click();
  await expect.poll(one).not.toBe(byTime);
  await page.getByRole('button', { name: 'Whole map' }).first().click();
  await expect.poll(one).toBe(byTime);
  await maps(page).first().focus();
  await page.keyboard.press('+');
  await expect.poll(one).not.toBe(byTime);
  await page.keyboard.press('0');
  await expect.poll(one).toBe(byTime);

  await page.getByRole('combobox', { name: 'Pace of t-SNE' }).selectOption('5');
  await page.getByRole('button', { name: 't-SNE from the beginning' }).click();
  await page.getByRole('button', { name: 'Hold t-SNE' }).click();
  const foot = page.getByText(/embedding of step 0 · t-SNE/).first();
  const iteration = async () => Number(/t-SNE ([\d,]+)/.exec(await foot.innerText())?.[1]?.replace(',', ''));
  await page.waitForTimeout(600);
  const held = await iteration();
  expect(held).toBeLessThan(60);
  await page.getByRole('button', { name: '10 steps of t-SNE' }).click();
  await expect.poll(iteration).toBe(held + 10);
  await page.getByRole('combobox', { name: 'Pace of t-SNE' }).selectOption('Infinity');
  await page.getByRole('button', { name: 'Let t-SNE go on' }).click();
  await expect(page.getByText(/settled/)).toHaveCount(3, { timeout: SLOW });
  // The same seed on the same features is the same map, however it came about.
  await expect.poll(() => app.points()).toEqual(places);
});

test('a sweep shows one space at several perplexities, with the same points', async ({ app, page }) => {
  await app.openSmall();
  await app.untrainedMaps();
  await page.getByText('Perplexity sweep', { exact: true }).click();
  await page
    .getByRole('combobox', { name: 'Space to sweep' })
    .selectOption({ label: 'f′ of V3 transform, orthogonal' });
  await page.getByRole('button', { name: 'Sweep', exact: true }).click();
  const multiples = page.getByRole('application', { name: /^f′ of V3 transform, orthogonal, perplexity/ });
  // 50 is not below 32 points.
  await expect(multiples).toHaveCount(5);
  await expect(page.getByText(/^perplexity \d+ · KL \d\.\d\d$/)).toHaveCount(5, { timeout: SLOW });
  await multiples.first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByText('8 of 32 selected')).toBeVisible();
  await page.getByRole('button', { name: 'Put away' }).click();
  await expect(multiples).toHaveCount(0);
});

test('the record of a training gives back the maps and the numbers of its steps', async ({ app, page }) => {
  await app.openSmall();
  await app.untrainedMaps();
  const through = page.getByRole('slider', { name: 'Through training' });
  await expect(through).toBeDisabled();
  await expect(page.getByText(/settled/)).toHaveCount(3, { timeout: SLOW });
  const untrained = await app.points();
  await app.button('Train').click();
  await app.stepReaches(10);
  await app.button('Pause').click();
  await expect(app.status).toHaveText(/Paused at step/, { timeout: SLOW });
  await expect(through).toHaveAttribute('aria-valuetext', /newest, step [1-9]\d/, { timeout: SLOW });
  const trained = page.getByRole('row', { name: /^untrained −?[\d.]+ \[.+\] −?[\d.]+ \[.+\]$/ });
  const itself = page.getByRole('row', { name: 'untrained is this: no finding' });
  await expect(trained).toHaveCount(3);
  await through.focus();
  await page.keyboard.press('Home');
  await expect(through).toHaveAttribute('aria-valuetext', /^step 0 of [1-9]\d/);
  await expect(page.getByText('embedding of step 0 · from the record')).toHaveCount(3);
  expect(await app.points()).toEqual(untrained);
  await expect(itself).toHaveCount(3);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('embedding of step 5 · from the record')).toHaveCount(3);
  await page.getByRole('button', { name: 'Newest' }).click();
  await expect(page.getByText(/from the record/)).toHaveCount(0);

  // Other clips after the first step: the untrained encoder is scored on those too.
  const ticks = page.getByRole('list', { name: 'Built-in set' }).getByRole('checkbox');
  await ticks.nth(1).uncheck();
  await expect(page.getByText('the 3 clips ticked for the maps')).toBeVisible({ timeout: SLOW });
  await expect(trained).toHaveCount(3);
});

test('a map is saved as coordinates and as a picture', async ({ app, page }) => {
  await app.openSmall();
  await app.untrainedMaps();
  const save = async (kind: string) => {
    await page.getByLabel('Save this map').first().click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('button', { name: `Save as ${kind}` })
        .first()
        .click(),
    ]);
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  };
  const csv = await save('CSV');
  expect(csv.name).toBe('base-f-seed0-step0-tsne.csv');
  const lines = csv.bytes.toString().trim().split('\r\n');
  expect(lines).toHaveLength(1 + 4 * 8);
  expect(lines[1]).toMatch(/^(Enter|Leave)_p\d\d_\w+,(Enter|Leave),p\d\d,0,0,-?[\d.e-]+,-?[\d.e-]+$/);
  const svg = await save('SVG');
  expect(svg.bytes.toString()).toMatch(
    /^<svg [^]*<title>f of base, seed 0, step 0, t-SNE<\/title>[^]*<\/svg>\s*$/,
  );
  expect(svg.bytes.toString()).toMatch(/>Kendall’s τ −?\d[^<]*\] · shuffled t [^<]*</);
  const png = await save('PNG');
  expect([...png.bytes.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  // The map is a square, and there is something below it.
  expect(png.bytes.readUInt32BE(16)).toBe(1280);
  expect(png.bytes.readUInt32BE(20)).toBeGreaterThan(1280 + 200);
});

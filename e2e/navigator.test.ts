/** The latent time navigator: t is dragged, the mark moves on the map, the heat map shows what moves it. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, SLOW, test } from './app';

async function openNavigator(page: Page): Promise<Locator> {
  await page.getByText('Latent time navigator', { exact: true }).click();
  const navigator = page.locator('details.navigator');
  await expect(navigator.getByRole('slider', { name: 't', exact: true })).toBeVisible({ timeout: SLOW });
  return navigator;
}

/** Pixels of a canvas, to see whether its picture changed. */
function pictureOf(canvas: Locator): Promise<string> {
  return canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());
}

/** Different colours on a canvas: one would be an empty picture. */
function coloursOf(canvas: Locator): Promise<number> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
}

async function seriousViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .include('details.navigator')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

test('dragging t moves f′ on the map, by keyboard and by pointer, and training goes on under it', async ({
  app,
  page,
}) => {
  await app.openSmall();
  await app.untrainedMaps();
  const navigator = await openNavigator(page);
  const slider = navigator.getByRole('slider', { name: 't', exact: true });
  const position = navigator.locator('.nav-position');
  const output = navigator.locator('.nav-t output');
  await expect(position).toHaveText(/f′\(t\) at .+, .+/, { timeout: SLOW });
  await expect(page.locator('.map-foot').last()).toContainText('settled', { timeout: SLOW });

  // Opening it scrolls the maps, not the page under its header.
  await expect(page.locator('header').first()).toBeInViewport();

  // Begins at the segment's own start, where the mark lies on its own point.
  await expect(navigator.getByRole('button', { name: /^Own t/ })).toBeDisabled();
  const ownPosition = await position.innerText();
  const heat = navigator.getByRole('img', { name: /^Heat map of the magnitudes over t, 16 rows/ });
  expect(await coloursOf(heat)).toBeGreaterThan(20);

  // By keyboard; the map in the navigator and the large one show it.
  const [inset, mainMap] = [navigator.locator('.nav-map canvas'), page.locator('.map-canvas canvas').last()];
  const [small, large] = [await pictureOf(inset), await pictureOf(mainMap)];
  await slider.press('Home');
  await expect(output).toHaveText('t = 0.00 s');
  const [first, nearFirst] = [await position.innerText(), await nearestOf(navigator)];
  await slider.press('End');
  await expect(navigator.locator('.nav-t')).toContainText('beyond the end of the clip');
  expect(await position.innerText()).not.toBe(first);
  expect(await nearestOf(navigator)).not.toEqual(nearFirst);
  await expect.poll(() => pictureOf(inset)).not.toBe(small);
  await expect.poll(() => pictureOf(mainMap)).not.toBe(large);

  // By pointer, on the heat map: from its left to its middle.
  const box = (await heat.boundingBox())!;
  await page.mouse.move(box.x + 2, box.y + 0.53 * box.height);
  await page.mouse.down();
  await expect(output).toHaveText(/t = 0\.0\d s/);
  await page.mouse.move(box.x + box.width / 2, box.y + 0.53 * box.height, { steps: 5 });
  await page.mouse.up();
  await expect(output).not.toHaveText(/t = 0\.0\d s/);
  await expect(navigator.locator('.nav-readout')).toHaveText(/direction 9: A = /);

  await navigator.getByRole('button', { name: /^Own t/ }).click();
  expect(await position.innerText()).toBe(ownPosition);

  // Along the direction that was pointed at: some segments come nearer, and they are told from the one that does most on.
  const alpha = navigator.getByRole('slider', { name: 'α' });
  await alpha.fill('1.5');
  await expect(position).toContainText('along');
  const gains = await navigator
    .getByRole('region', { name: 'Segments brought nearer' })
    .locator('tbody td:last-child')
    .allInnerTexts();
  const numbers = gains.map((text) => Number(text.replace('−', '-')));
  expect(numbers).toHaveLength(5);
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a));

  // Between steps: the answer is that of new weights.
  const shift = navigator.getByRole('img', { name: /^Length of the shift/ });
  const before = await shift.getAttribute('aria-label');
  await app.button('Train').click();
  await app.stepReaches(5);
  await expect.poll(() => shift.getAttribute('aria-label'), { timeout: SLOW }).not.toBe(before);
  await app.button('Pause').click();
});

/** The nearest segments: name, label, second and angle of each. */
function nearestOf(navigator: Locator): Promise<string[]> {
  return navigator
    .getByRole('table', { name: /nearest/ })
    .locator('tbody tr')
    .allInnerTexts();
}

test('other clips and segments, by choice or by the focus of the maps; the heat map as text', async ({
  app,
  page,
}) => {
  await app.openSmall();
  await app.untrainedMaps();
  const navigator = await openNavigator(page);
  const output = navigator.locator('.nav-t output');
  await navigator.getByRole('combobox', { name: 'Segment at' }).selectOption({ index: 0 });
  await expect(output).toHaveText('t = 0.00 s');
  await navigator.getByRole('combobox', { name: 'Clip' }).selectOption({ index: 1 });
  await expect(output).toHaveText('t = 0.00 s');

  // The map's focus, while it is followed; it stays when the map is left.
  const follow = navigator.getByRole('checkbox', { name: 'Follow the maps' });
  await follow.check();
  await page.locator('.map-canvas').first().focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  await follow.focus();
  await expect(output).not.toHaveText('t = 0.00 s');

  await navigator.getByText('Largest magnitudes as table').click();
  const table = navigator.getByRole('table', { name: 'Largest magnitudes at t' });
  await expect(table.locator('tbody tr')).toHaveCount(10);
  expect(await seriousViolations(page)).toEqual([]);
});

/** A study small enough for the software adapter, with these runs. */
function studyOf(...variants: string[]): string {
  const runs = variants.map((variant) => ({ variant, orthogonal: true }));
  return `.#${new URLSearchParams({
    'train.encoder.size': '16',
    'train.encoder.frames': '4',
    'train.encoder.width': '0.0625',
    'train.clips.batch': '4',
    'map.segments': '8',
    'train.runs': JSON.stringify(runs),
  }).toString()}`;
}

test('weights of attention, components of addition: each in its own words', async ({ app, page }) => {
  await page.goto(studyOf('addition', 'attention'));
  await app.untrainedMaps();
  const navigator = await openNavigator(page);
  // Begins with a run that has directions.
  await expect(
    navigator.getByRole('img', { name: /^Heat map of the weights over t, 16 rows/ }),
  ).toBeVisible();
  await expect(navigator.getByText('that is wᵢ + α (Eq. 4)')).toBeVisible();
  await navigator.getByRole('combobox', { name: 'Run' }).selectOption('V1 addition');
  await expect(
    navigator.getByRole('img', { name: /^Heat map of the components over t, 32 rows/ }),
  ).toBeVisible();
  await expect(navigator.getByText('V1 addition has no directions')).toBeVisible();
});

test('without a time module there is nothing to navigate, and it is said', async ({ app }) => {
  await app.page.goto(studyOf('base'));
  await app.page.getByText('Latent time navigator', { exact: true }).click();
  await expect(app.page.getByText(/None of the runs has a time module/)).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`no serious violation and no sideways scroll, ${colorScheme}, ${width} px`, async ({
      app,
      page,
    }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await app.openSmall();
      await app.untrainedMaps();
      const navigator = await openNavigator(page);
      await navigator.getByRole('slider', { name: 'α' }).fill('1');
      expect(await seriousViolations(page)).toEqual([]);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wider).toBeLessThanOrEqual(0);
    });
  }
}

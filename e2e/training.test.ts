/** Training from the page: two variants in lock-step, curves and maps that move, pause, resume, step, stop, reset. */
import { expect, SLOW, test } from './app';

test('20 steps give finite, changing losses of both variants and maps that move; pause, resume, step, stop and reset obey', async ({
  app,
  page,
}) => {
  await app.openSmall();
  await app.untrainedMaps();
  const untrained = await app.points();
  await expect(page.getByText(/parameters$/)).toHaveCount(2);
  await expect(page.getByText(/MiB|GiB/).first()).toBeVisible();
  await expect(page.getByText(/a step, (estimated|measured)/)).toBeVisible();

  await app.button('Train').click();
  await app.stepReaches(12);
  await app.button('Pause').click();
  await expect(app.status).toHaveText(/Paused at step/, { timeout: SLOW });
  const pausedAt = await app.step();
  await page.waitForTimeout(1500);
  expect(await app.step()).toBe(pausedAt);

  await app.button('Step').click();
  await expect(app.status).toHaveText(`Paused at step ${pausedAt + 1}.`, { timeout: SLOW });

  await app.button('Resume').click();
  await app.stepReaches(20);
  await app.button('Pause').click();
  await expect(app.status).toHaveText(/Paused at step/, { timeout: SLOW });

  await page.getByRole('heading', { name: 'Views of the last step' }).click();
  const views = page.locator('.view-list').getByRole('listitem');
  await expect(views).toHaveCount(8, { timeout: SLOW });
  await expect(page.getByRole('region', { name: 'Views of the last step' })).toContainText(
    `Step ${await app.step()}: 8 of 8 views`,
  );
  await expect(views.nth(0)).toContainText(/query, t = [\d.]+ s/);
  await expect(views.nth(1)).toContainText(/key 1, t = [\d.]+ s/);
  const pixels = await views
    .nth(0)
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => [
      ...canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data,
    ]);
  expect(new Set(pixels).size).toBeGreaterThan(8);

  const losses = await app.losses();
  expect(losses.length).toBeGreaterThanOrEqual(20);
  for (const row of losses) for (const value of row) expect(Number.isFinite(value)).toBe(true);
  for (const run of [1, 2]) expect(new Set(losses.map((row) => row[run])).size).toBeGreaterThan(10);
  // One initial encoder, one batch, an empty queue: the first step of both is the same number but for f'.
  const chance = losses.map((row) => row[3]!);
  expect(Math.max(...chance)).toBeGreaterThan(1);

  await expect(page.getByText(new RegExp(`embedding of step ${await app.step()}`)).first()).toBeVisible({
    timeout: SLOW,
  });
  const trained = await app.points();
  expect(trained.length).toBe(untrained.length);
  expect(trained.map((row) => row[3])).not.toEqual(untrained.map((row) => row[3]));

  await app.button('Stop').click();
  await expect(app.status).toHaveText(/Stopped at step/);
  await app.button('Reset').click();
  await expect(app.status).toHaveText(/Ready: the encoder is untrained/, { timeout: SLOW });
});

test('the same seed gives the same losses, another seed others', async ({ app, page }) => {
  const firstLosses = async (seed: string) => {
    await page.getByLabel('Seed', { exact: true }).fill(seed);
    await page.getByLabel('Seed', { exact: true }).press('Enter');
    await app.untrainedMaps();
    for (let step = 1; step <= 3; step++) {
      await app.button('Step').click();
      await expect(app.status).toHaveText(`Paused at step ${step}.`, { timeout: SLOW });
    }
    const losses = await app.losses();
    await app.button('Reset').click();
    await expect(app.status).toHaveText(/Ready/, { timeout: SLOW });
    return losses;
  };
  await app.openSmall();
  await app.untrainedMaps();
  const first = await firstLosses('7');
  expect(await firstLosses('8')).not.toEqual(first);
  expect(await firstLosses('7')).toEqual(first);
});

test('a setting out of range says why beside the field and changes nothing', async ({ app, page }) => {
  await page.goto('.');
  await app.untrainedMaps();
  const section = page.locator('details').filter({ has: page.getByText('Encoder f', { exact: true }) });
  await section.getByText('Encoder f', { exact: true }).click();
  const size = section.getByLabel('Size', { exact: true });
  await size.fill('3');
  await size.press('Enter');
  await expect(section.getByRole('alert')).toContainText(/16/);
  await expect(app.status).toHaveText(/Ready/);
});

test('a lost GPU is noticed and named, and can be opened again', async ({ app, page, browser, expected }) => {
  expected.push(/WebGPU|GPU|device|lost|external Instance/i);
  await app.openSmall();
  await app.untrainedMaps();
  const devTools = await browser.newBrowserCDPSession();
  const { processInfo } = (await devTools.send('SystemInfo.getProcessInfo')) as {
    processInfo: readonly { type: string; id: number }[];
  };
  process.kill(processInfo.find(({ type }) => type === 'GPU')!.id, 'SIGKILL');
  const notice = page.getByRole('alert', { name: 'GPU lost' });
  await expect(notice).toContainText('The GPU was lost', { timeout: SLOW });
  await notice.getByRole('button', { name: 'Reopen the GPU' }).click();
  await expect(app.status).toHaveText(/Ready/, { timeout: SLOW });
  await expect(notice).toHaveCount(0);
});

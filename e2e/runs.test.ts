/** Comparing: a run joins a training under way and leaves it again; a queue takes two seeds in turn. */
import AxeBuilder from '@axe-core/playwright';
import { expect, SLOW, test } from './app';

test('a run that is added while others train catches up on the same steps; one that is removed leaves a record', async ({
  app,
  page,
}) => {
  await app.openSmall();
  await app.untrainedMaps();
  await app.button('Train').click();
  await app.stepReaches(4);
  await page.getByRole('button', { name: 'Add a run' }).click();
  const runs = page.getByRole('region', { name: 'Table of runs' }).locator('tbody tr');
  await expect(runs).toHaveCount(3, { timeout: SLOW });
  const added = runs.filter({ hasText: 'V1 addition' });
  await expect(added).not.toContainText('catching up', { timeout: SLOW });
  const joined = await app.step();
  await app.stepReaches(joined + 1);
  await app.button('Pause').click();
  await expect(app.status).toHaveText(/Paused at step/, { timeout: SLOW });

  // It has a loss at each of the steps, those before it came included.
  const losses = await app.losses();
  expect(losses.length).toBe(await app.step());
  for (const row of losses) expect(row.every(Number.isFinite)).toBe(true);
  expect(losses[0]).toHaveLength(5);
  await expect(page.getByRole('heading', { name: /^V1 addition/ })).toBeVisible();

  await page.getByRole('button', { name: 'Remove base' }).click();
  await expect(runs).toHaveCount(2, { timeout: SLOW });
  await expect(page.getByText('takes effect with the next start')).toHaveCount(0);
  await page.getByRole('button', { name: /^Compare/ }).click();
  const left = page
    .getByRole('dialog', { name: 'All runs' })
    .locator('tbody tr')
    .filter({ hasText: 'base' })
    .last();
  await expect(left).toContainText('#1');
  await expect(left.getByRole('button', { name: /^Delete base/ })).toBeVisible();
});

test('a queue trains two seeds in turn, and the table of runs groups them', async ({ app, page }) => {
  await app.openSmall();
  await app.untrainedMaps();
  const queue = page.getByRole('region', { name: 'Queue of trainings' });
  await queue.getByText('Add trainings').click();
  await queue.getByLabel('Seeds').fill('0-2');
  await queue.getByLabel('Steps of each').fill('2');
  await expect(queue.getByText(/^3 trainings of 2 steps, about .* in all:/)).toBeVisible({ timeout: SLOW });
  const { violations } = await new AxeBuilder({ page })
    .include('#queue')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual(
    [],
  );
  await queue.getByRole('button', { name: 'Queue 3 trainings' }).click();
  const items = queue.getByRole('list').first().getByRole('listitem');
  await expect(items).toHaveText([/^Seed 0.*waits/, /^Seed 1.*waits/, /^Seed 2.*waits/]);

  await items.nth(2).getByRole('button', { name: 'Move Seed 2 up' }).press('Enter');
  await expect(items).toHaveText([/^Seed 0/, /^Seed 2/, /^Seed 1/]);
  await expect(queue.getByRole('button', { name: 'Move Seed 2 up' })).toBeFocused();
  await items.nth(2).getByRole('button', { name: 'Take Seed 1 out of the queue' }).click();
  await expect(items).toHaveCount(2);

  await queue.getByRole('button', { name: 'Start the queue' }).click();
  await expect(items).toHaveText([/^#1 Seed 0.*done, 2 steps/, /^#2 Seed 2.*done, 2 steps/], {
    timeout: SLOW,
  });
  await expect(app.status).toHaveText(/Stopped at step 2/);
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('0');
  await queue.getByRole('button', { name: 'Compare, grouped by seeds' }).click();
  const seeds = page
    .getByRole('dialog', { name: 'All runs' })
    .locator('tbody tr')
    .filter({ hasText: '0, 2' });
  await expect(seeds).toHaveCount(2);
  await expect(seeds.first()).toContainText('2 seeds: no interval');
  await expect(page.getByText(/± is the 95 % interval of the mean over seeds/)).toBeVisible();
});

/** Slow motion: one step is taken and read phase by phase; then what the queue holds after it. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, SLOW, test } from './app';

async function seriousViolations(page: Page, within: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .include(within)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

test('a step in slow motion tells its similarities, losses and update, and the queue where its keys came from', async ({
  app,
  page,
}) => {
  await app.openSmall();
  await app.untrainedMaps();
  await app.button('Step').click();
  await app.stepReaches(1);
  await page.getByRole('button', { name: 'Take a step' }).click();
  const dialog = page.getByRole('dialog', { name: 'Step 2 in slow motion' });
  await expect(dialog).toBeVisible({ timeout: SLOW });

  // Phase by phase, by button and by key.
  await expect(dialog.getByRole('heading', { name: '1. Batch' })).toBeVisible();
  await dialog.getByText('Clips of the batch').click();
  await expect(dialog.getByRole('region', { name: 'Clips of the batch' }).locator('tbody tr')).toHaveCount(8);
  await dialog.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(dialog.locator('.view-list li')).toHaveCount(8);
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByRole('slider', { name: /^f of the queries, 4 clips, 32 numbers/ })).toHaveCount(2);
  await page.keyboard.press('ArrowRight');
  const base = dialog.getByRole('region', { name: 'base', exact: true });
  const transform = dialog.getByRole('region', { name: 'V3 transform, orthogonal' });
  await expect(base).toContainText('base has no time module');
  await expect(transform.getByRole('region', { name: 'From f to f′' }).locator('tbody tr')).toHaveCount(8);

  // The first step left 4 keys in the queue: each query has 5 candidates.
  await page.keyboard.press('ArrowRight');
  const queueGrid = base.getByRole('slider', { name: 'Similarities of 4 queries with 4 keys of the queue' });
  await queueGrid.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(queueGrid).toHaveAttribute(
    'aria-valuetext',
    /query, t = .+ with key 1: .+ of step 1: cos .+, s = /,
  );
  const ranks = await base.locator('tbody tr td:nth-last-child(2)').allInnerTexts();
  expect(ranks).toHaveLength(4);
  for (const rank of ranks) expect(rank).toMatch(/^[1-5] of 5$/);

  // The mean of the losses is the point on the chart.
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  const charted = (await app.losses()).find(([step]) => step === 2)!;
  await page.getByRole('button', { name: 'Last one' }).click();
  await dialog.getByRole('button', { name: '6 Loss' }).click();
  for (const [run, region] of [base, transform].entries()) {
    await expect(region).toContainText(`Mean: ${charted[1 + run]!.toFixed(3)}`);
    await region.getByText('Loss of each query').click();
    const cells = region.locator('tbody td:nth-child(2)');
    await expect(cells).toHaveCount(4);
    const losses = (await cells.allInnerTexts()).map(Number);
    expect(losses.reduce((a, b) => a + b, 0) / 4).toBeCloseTo(charted[1 + run]!, 2);
  }
  expect(await seriousViolations(page, '[role="dialog"]')).toEqual([]);

  await dialog.getByRole('button', { name: '7 Update' }).click();
  await expect(transform.getByRole('rowheader', { name: 'time module' })).toBeVisible();
  await expect(base).toContainText('4 keys enter, 0 leave; 8 of Q = 32 places are filled');
  await page.keyboard.press('Escape');

  await page.getByText('What the queue of keys holds').click();
  const panel = page.locator('#held-keys');
  await expect(panel).toContainText('8 of 32 places filled after step 2', { timeout: SLOW });
  await expect(panel).toContainText('None of the 4 older keys is of this query’s own video');
  await panel.getByText('Keys as table').click();
  const rows = panel.getByRole('region', { name: 'Keys of the queue' }).locator('tbody tr');
  await expect(rows).toHaveCount(8);
  const steps = await rows.locator('td:nth-child(4)').allInnerTexts();
  expect(steps.map(Number)).toEqual([2, 2, 2, 2, 1, 1, 1, 1]);
  for (const cosine of await rows.locator('td:nth-child(5)').allInnerTexts())
    expect(Math.abs(Number(cosine.replace('−', '-')))).toBeLessThanOrEqual(1);
  expect(await seriousViolations(page, '#held-keys')).toEqual([]);
});

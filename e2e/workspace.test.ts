/** The workspace: undo and redo, work that outlives a reload, the table of runs, commands by name and by key, the first steps. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, SLOW, test, type App } from './app';

const undoButton = (page: Page) => page.getByRole('button', { name: /^Undo: / });
const redoButton = (page: Page) => page.getByRole('button', { name: /^Redo: / });

async function trainTo(app: App, step: number): Promise<void> {
  await app.button('Train').click();
  await app.stepReaches(step);
  await app.button('Pause').click();
  await expect(app.status).toHaveText(/Paused at step/, { timeout: SLOW });
}

async function openedAnew(page: Page): Promise<void> {
  // What is being written has its moment; a reload of a real user comes no faster.
  await page.waitForTimeout(1000);
  await page.goto('about:blank');
  await page.goto('.');
}

/** Steps of the weights that are kept on this device, training by training. */
function keptWeights(page: Page): Promise<number[]> {
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve, reject) => {
        const opening = indexedDB.open('ltn-playground');
        opening.onerror = () => reject(new Error('the storage did not open'));
        opening.onsuccess = () => {
          const all = opening.result.transaction('weights').objectStore('weights').getAll();
          all.onsuccess = () => {
            opening.result.close();
            resolve((all.result as { step: number }[]).map(({ step }) => step));
          };
        };
      }),
  );
}

/** Of the dialog that is open; the page itself is looked at in a test of its own. */
async function seriousViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .include('[role="dialog"]')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

test('settings, presets, labels, removals and map choices are undone and redone by button and by key', async ({
  app,
  page,
}) => {
  await app.openSmall();
  await app.untrainedMaps();
  await expect(undoButton(page)).toHaveAccessibleName('Undo: nothing');

  await app.setNumber('Encoder f', 'Size', 24);
  await expect(undoButton(page)).toHaveAccessibleName('Undo: Size 16 → 24');
  const size = page.getByLabel('Size', { exact: true });
  await undoButton(page).click();
  await expect(size).toHaveValue('16');
  await page.keyboard.press('Control+Shift+Z');
  await expect(size).toHaveValue('24');
  await page.keyboard.press('Control+z');
  await expect(size).toHaveValue('16');
  await expect(redoButton(page)).toHaveAccessibleName('Redo: Size 16 → 24');

  await page.getByLabel('Preset').selectOption('paperMoco');
  await expect(undoButton(page)).toHaveAccessibleName('Undo: preset Paper, MoCo');
  // What is on show says whose it is.
  const scored = page.locator('.map-scored');
  await expect(scored).toContainText('other settings than those now: Encoder r3d_18 (now slow_r50)');
  await undoButton(page).click();
  await expect(size).toHaveValue('16');
  await expect(scored).not.toContainText('other settings');

  // Rendered to the end, so that nothing is inserted any more.
  await expect(app.builtinVideos).toHaveCount(64, { timeout: SLOW });
  const names = () => app.builtinVideos.locator('.clip-name').allTextContents();
  const before = await names();
  await page.getByRole('button', { name: `Remove ${before[3]!}` }).click();
  await expect(app.builtinVideos).toHaveCount(63);
  await page.getByRole('button', { name: `Remove ${before[5]!}` }).click();
  await expect(undoButton(page)).toHaveAccessibleName(`Undo: removal of ${before[5]!}`);
  await undoButton(page).click();
  await undoButton(page).click();
  expect(await names()).toEqual(before);

  const label = page.getByLabel(`Label of ${before[0]!}`, { exact: true });
  const labelled = await label.inputValue();
  await label.fill('Arrive');
  await label.press('Enter');
  await expect(undoButton(page)).toHaveAccessibleName(`Undo: label of ${before[0]!}`);
  await undoButton(page).click();
  await expect(label).toHaveValue(labelled);

  const onMap = page.getByLabel(`${before[0]!} on the maps`, { exact: true });
  const ticked = await onMap.isChecked();
  await onMap.click();
  // On a box, not in a text field: the key is the page's.
  await page.keyboard.press('Control+z');
  await expect(onMap).toBeChecked({ checked: ticked });
});

test('a reload brings back settings, labels and runs; a run goes on from its kept weights; runs are compared', async ({
  app,
  page,
}) => {
  await app.openSmall();
  await app.untrainedMaps();
  const first = app.builtinVideos.first();
  const name = (await first.locator('.clip-name').textContent()) ?? '';
  await page.getByLabel(`Label of ${name}`, { exact: true }).fill('Arrive');
  await page.getByLabel(`Label of ${name}`, { exact: true }).press('Enter');
  await trainTo(app, 3);
  const reached = await app.step();
  await app.button('Stop').click();
  await page.getByLabel('Seed', { exact: true }).fill('5');
  await page.getByLabel('Seed', { exact: true }).press('Enter');
  // The page goes while it trains: what is kept of all its runs is of one step.
  await app.button('Train').click();
  await expect.poll(() => keptWeights(page), { timeout: SLOW }).toHaveLength(4);
  await page.goto('about:blank');
  await page.goto('.');
  const [, , kept] = await keptWeights(page);
  expect(await keptWeights(page)).toEqual([reached, reached, kept, kept]);
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('5');
  expect(page.url()).toContain('train.encoder.size=16');
  await expect(page.getByLabel(`Label of ${name}`, { exact: true })).toHaveValue('Arrive', { timeout: SLOW });
  await app.untrainedMaps();
  await expect(
    page.getByText(`Training #2 (base; V3 transform, orthogonal) is kept at step ${kept}.`),
  ).toBeVisible();
  await expect(
    page.getByRole('button', { name: `Go on with training #2 from step ${kept}`, exact: true }),
  ).toBeEnabled();
  await page.getByRole('button', { name: 'Compare with 4 earlier' }).click();
  const dialog = page.getByRole('dialog', { name: 'All runs' });
  const rows = dialog.locator('tbody tr:not(.run-scores)');
  await expect(rows).toHaveCount(6);
  const second = rows.filter({ hasText: '#2' }).filter({ hasText: 'V3 transform' });
  await expect(rows.filter({ hasText: '#1' }).first()).toContainText(String(reached));

  await dialog.getByLabel('Compare with').selectOption({ label: '#1 base, seed 0' });
  await expect(second).toContainText('base → V3 transform, orthogonal · Seed 0 → 5');

  await second.getByRole('textbox').fill('looks odd');
  await second.getByRole('textbox').press('Enter');
  await dialog.getByLabel('Filter runs').fill('odd');
  await expect(rows).toHaveCount(1);
  await second.getByRole('button', { name: /^Pin / }).click();
  await dialog.getByLabel('Filter runs').fill('');
  await expect(rows.first()).toContainText('#2');
  await expect(dialog.getByRole('img', { name: /#2 V3 transform, orthogonal, seed 5/ })).toBeVisible();

  await dialog.getByRole('button', { name: 'Loss', exact: true }).click();
  await expect(dialog.getByRole('columnheader', { name: 'Loss' })).toHaveAttribute('aria-sort', 'ascending');
  await dialog.getByLabel('Group by seeds').check();
  await expect(rows.filter({ hasText: '2 runs' })).toHaveCount(2);
  await expect(rows.filter({ hasText: '2 runs' }).first()).toContainText('2 seeds: no interval');
  await dialog.getByLabel('Group by seeds').uncheck();

  await dialog.getByRole('button', { name: 'Delete base #1' }).click();
  await expect(rows).toHaveCount(5);
  await dialog.getByRole('button', { name: /^Undo: deletion of #1 base/ }).click();
  await expect(rows).toHaveCount(6);
  await dialog.getByRole('button', { name: 'Duplicate base #1 into the settings' }).click();
  await expect(dialog.getByRole('status')).toContainText('The settings are those of base #1 now.');
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('0');
  await expect(app.status).toHaveText(/Ready: the encoder is untrained/, { timeout: SLOW });
  expect(await seriousViolations(page)).toEqual([]);

  await dialog
    .getByRole('button', { name: new RegExp(`^Go on with training #2 from step ${kept}: V3 transform`) })
    .click();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(app.status).toHaveText(`Paused at step ${kept}.`, { timeout: SLOW });
  await app.button('Step').click();
  await expect(app.status).toHaveText(`Paused at step ${kept! + 1}.`, { timeout: SLOW });
  // All its runs, on curves that go on.
  const losses = await app.losses();
  expect(losses.map(([step]) => step)).toContain(1);
  for (const row of losses) expect(row).toHaveLength(4);
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('5');

  // Both trainings are kept, until one is removed.
  await expect.poll(() => keptWeights(page)).toEqual([reached, reached, kept! + 1, kept! + 1]);
  await page.getByRole('button', { name: /^Compare with / }).click();
  await dialog.getByText(/^Kept weights: /).click();
  await dialog.getByRole('button', { name: 'Remove the weights of training #1 for good' }).click();
  await expect.poll(() => keptWeights(page)).toEqual([kept! + 1, kept! + 1]);
});

test('every command by name and by key; single keys can be switched off', async ({ app, page }) => {
  await app.openSmall();
  await app.untrainedMaps();
  await page.keyboard.press('Control+k');
  const command = page.getByRole('combobox', { name: 'Command' });
  await expect(command).toBeFocused();
  expect(await seriousViolations(page)).toEqual([]);
  await command.fill('map perplexity 7');
  const commands = page.getByRole('listbox', { name: 'Commands' }).getByRole('option');
  await expect(commands.first()).toContainText('Set Perplexity to 7');
  await page.keyboard.press('Enter');
  await expect(undoButton(page)).toHaveAccessibleName('Undo: Perplexity 10 → 7');

  await page.keyboard.press('Control+k');
  await command.fill('directions m');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Directions M', { exact: true })).toBeFocused();

  await page.getByRole('heading', { name: 'LTN Playground' }).click();
  await page.keyboard.press('n');
  await expect(app.status).toHaveText('Paused at step 1.', { timeout: SLOW });

  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await keys.getByRole('switch', { name: 'Single keys are shortcuts' }).press('Space');
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);
  await page.keyboard.press('n');
  await page.keyboard.press('?');
  await page.waitForTimeout(500);
  await expect(keys).toHaveCount(0);
  await expect(app.status).toHaveText('Paused at step 1.');
});

test('the first steps tick themselves off, lead to their places, and stay dismissed', async ({
  app,
  page,
}) => {
  await app.openSmall();
  await app.untrainedMaps();
  const steps = page.getByRole('region', { name: 'First steps' });
  const step = (title: string) => steps.getByRole('button', { name: new RegExp(`^${title}`) });
  await expect(step('Clips')).toHaveAccessibleName(/done$/);
  await expect(step('Train')).not.toHaveAccessibleName(/done$/);
  await trainTo(app, 10);
  await expect(step('Train')).toHaveAccessibleName(/done$/);
  await expect(page.getByText(new RegExp(`embedding of step ${await app.step()}`)).first()).toBeVisible({
    timeout: SLOW,
  });
  await page.getByRole('application').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(step('f beside f′')).toHaveAccessibleName(/done$/);
  await step('Drag t').click();
  await page.locator('#navigator-t').focus();
  await page.keyboard.press('ArrowRight');
  await expect(step('Drag t')).toHaveAccessibleName(/done$/);

  await steps.getByRole('button', { name: 'About' }).click();
  await expect(page.getByRole('dialog', { name: 'About' })).toContainText('AAAI 2023');
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await steps.getByRole('button', { name: 'Dismiss the first steps' }).click();
  await expect(steps).toHaveCount(0);
  await openedAnew(page);
  await expect(app.builtinVideos.first()).toBeVisible({ timeout: SLOW });
  await expect(steps).toHaveCount(0);
});

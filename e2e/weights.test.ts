/** Weights: a run is saved and goes on with the same next step; a dropped checkpoint is looked at before it is taken. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, SLOW, test, type App } from './app';

async function saved(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^ltn-transform-(run|encoder)-step\d+\.safetensors$/);
  return download.path();
}

/** Drops one file on the middle of the page, as from a folder of the system. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([title, data]) => {
      const held = new DataTransfer();
      held.items.add(new File([Uint8Array.from(data)], title));
      return held;
    },
    [name, [...bytes]] as const,
  );
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('#maps', type, { dataTransfer: transfer });
}

async function stepTo(app: App, step: number): Promise<void> {
  await app.button('Step').click();
  await app.stepReaches(step);
  await expect(app.button('Step')).toBeEnabled({ timeout: SLOW });
}

/** Loss of the last run at a step, as the table has it. */
async function lossAt(app: App, step: number): Promise<number | undefined> {
  return (await app.losses()).find(([at]) => at === step)?.at(-2);
}

test('a saved run goes on with the same next step, and a saved encoder starts new runs', async ({
  app,
  page,
}) => {
  await app.openSmall();
  await app.untrainedMaps();
  await stepTo(app, 1);
  await stepTo(app, 2);
  const run = await saved(page, 'Save whole run of V3 transform, orthogonal');
  const encoder = await saved(page, 'Save encoder of V3 transform, orthogonal');
  await stepTo(app, 3);
  const loss = await lossAt(app, 3);
  expect(loss).toBeGreaterThan(0);

  const weights = page.getByRole('region', { name: 'Weights' });
  await page.getByLabel('Checkpoint file').setInputFiles({
    name: 'run.safetensors',
    mimeType: 'application/octet-stream',
    buffer: readFileSync(run),
  });
  await expect(weights).toContainText('transform, step 2, seed 0');
  await expect(weights).toContainText('the momentum branch of the run');
  await weights.getByRole('button', { name: 'Go on with this run' }).click();
  await expect(page.getByText(/embedding of step 2/).first()).toBeVisible({ timeout: SLOW });
  await stepTo(app, 3);
  expect(await lossAt(app, 3)).toBe(loss);

  await drop(page, 'mine.safetensors', readFileSync(encoder));
  await expect(weights).toContainText('r3d_18, width 0.0625, D = 32');
  await weights.getByRole('button', { name: 'Start from this encoder' }).click();
  await expect(weights).toContainText('Runs start from the r3d_18 (width 0.0625) in mine.safetensors.');
  await app.button('Reset').click();
  await expect(app.status).toHaveText('Ready: the encoder is that of mine.safetensors.', { timeout: SLOW });
  await expect(page.getByText(/embedding of step 0/).first()).toBeVisible({ timeout: SLOW });
  expect(await app.ownVideos.count()).toBe(0);
});

test('a file that is no checkpoint is told why, and nothing changes', async ({ app, page }) => {
  await app.openSmall();
  await app.untrainedMaps();
  const weights = page.getByRole('region', { name: 'Weights' });
  await drop(page, 'evil.pth', Buffer.from('not a checkpoint at all'));
  await expect(weights).toContainText('neither a PyTorch checkpoint');
  await expect(weights.getByRole('button', { name: 'Start from this encoder' })).toHaveCount(0);
  await weights.getByRole('button', { name: 'Close the checkpoint' }).click();
  await expect(weights).not.toContainText('evil.pth');
  expect(await app.ownVideos.count()).toBe(0);
});

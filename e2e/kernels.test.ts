/** Kernels are measured on the adapter while it trains: shown, cancelled when asked, and known again after a reload. */
import { expect, SLOW, test } from './app';

test('measuring kernels is shown, can be cancelled, and what was measured is there after a reload', async ({
  app,
  page,
}) => {
  await app.openSmall();
  await app.untrainedMaps();
  const plan = page.getByRole('region', { name: 'What a step takes' });
  await expect(plan).toContainText('default tilings; measured once a training lasts 20 steps');
  await plan.getByRole('button', { name: 'Measure now' }).click();
  await app.button('Train').click();
  await expect(plan).toContainText(/measuring, [1-9]\d* of \d+ tilings/, { timeout: SLOW });
  await expect(app.status).toContainText(/Measuring kernels between steps, [1-9]/);
  await plan.getByRole('button', { name: 'Cancel measuring' }).click();
  await expect(plan).toContainText('default tilings where not measured');
  // Training goes on as before.
  const cancelled = await app.step();
  await app.stepReaches(cancelled + 2);
  await expect(plan).toContainText(/about .+; .+ held now/);
  await app.button('Pause').click();
  await expect(app.status).toHaveText(/Paused at step/, { timeout: SLOW });

  await page.reload();
  await expect(plan).toContainText(/measured here, [1-9]\d* shapes?/, { timeout: SLOW });
});

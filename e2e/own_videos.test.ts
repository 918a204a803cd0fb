/** Files of one's own: dropped, decoded, labelled, refused with a reason, trained on. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, SLOW, test, type App } from './app';
import { encodeScenes, type VideoFile } from './video_files';

const REAL = '../shared/videos';

/** Drops files onto the page as a user's drag does. */
async function drop(page: Page, files: readonly VideoFile[]): Promise<void> {
  const data = await page.evaluateHandle(
    (given) => {
      const transfer = new DataTransfer();
      for (const { name, mimeType, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: mimeType }));
      }
      return transfer;
    },
    files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') })),
  );
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.locator('body').getByRole('main').dispatchEvent(type, { dataTransfer: data });
}

async function nothingPending(app: App): Promise<void> {
  await expect(app.ownVideos.locator('[role="progressbar"]')).toHaveCount(0, { timeout: SLOW });
  await expect(app.ownVideos.filter({ hasText: 'waiting' })).toHaveCount(0, { timeout: SLOW });
}

test('H.264 MP4, VP9 WebM and H.264 MKV are decoded and labelled; a broken file keeps its place with a sentence', async ({
  app,
  page,
  browser,
  baseURL,
}) => {
  const files = await encodeScenes(browser, baseURL!, [
    { scene: 0, kind: 'mp4' },
    { scene: 1, kind: 'webm' },
    { scene: 2, kind: 'mkv' },
    { scene: 3, kind: 'mp4' },
  ]);
  const [first] = files as [VideoFile, ...VideoFile[]];
  const broken: VideoFile[] = [
    { name: 'empty.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(0) },
    { name: 'cut_off.mp4', mimeType: 'video/mp4', buffer: first.buffer.subarray(0, first.buffer.length / 2) },
    {
      name: '<img src=x onerror=alert(1)>.mp4',
      mimeType: 'video/mp4',
      buffer: Buffer.from('no video at all'),
    },
  ];
  await app.openSmall();
  await drop(page, [...files, ...broken]);
  await expect(app.ownVideos).toHaveCount(7);
  await nothingPending(app);

  for (const { name } of files) {
    const label = page.getByLabel(`Label of ${name}`, { exact: true });
    await expect(label).toHaveValue(name.split('_')[0]!);
    await expect(app.row(name)).toContainText('6.0 s');
    await expect(app.row(name).locator('canvas')).toHaveCount(1);
  }
  await expect(app.row('empty.mp4')).toContainText(/empty/i);
  await expect(app.row('cut_off.mp4')).toContainText(/cut|truncated|ends|missing/i);
  await expect(app.row('<img src=x onerror=alert(1)>.mp4')).toContainText(/not a video|no video/i);
  await expect(page.locator('img[src="x"]')).toHaveCount(0);

  // The set is now one's own, and the maps follow.
  await expect(page.getByRole('combobox', { name: 'Set', exact: true })).toHaveValue('own');
  await app.untrainedMaps();
  const onMap = new Set((await app.points()).map(([name]) => name));
  for (const name of onMap) expect(files.map((file) => file.name)).toContain(name);

  const label = page.getByLabel(`Label of ${first.name}`, { exact: true });
  await label.fill('Arrive');
  await label.press('Enter');
  await expect(label).toHaveValue('Arrive');
  await expect(page.locator('.legend')).toContainText('Arrive');
});

async function everyFileAtHand({ app, page }: { app: App; page: Page }): Promise<void> {
  const names = readdirSync(REAL).filter((name) => /\.\w+$/.test(name) && !name.endsWith('.md'));
  await page.goto('.');
  await page
    .getByLabel('Video files')
    .setInputFiles(
      names.map((name) => ({ name, mimeType: 'video/mp4', buffer: readFileSync(join(REAL, name)) })),
    );
  await expect(app.ownVideos).toHaveCount(names.length, { timeout: SLOW });
  await nothingPending(app);
  for (const name of names) {
    const bad = name.startsWith('bad_') || /hevc|xvid/.test(name);
    await expect(app.row(name).locator('.video-reason'), name).toHaveCount(bad ? 1 : 0);
  }
}

if (existsSync(REAL))
  test('the files at hand: every good one is decoded, every bad one says why', ({ app, page }) =>
    everyFileAtHand({ app, page }));

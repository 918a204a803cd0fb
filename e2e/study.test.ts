/** `npm run study` on real files: a report with losses of both variants, and a reason for what cannot be used. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { StudyReport } from '../src/study/report';
import { expect, test } from './app';
import { encodeScenes, writeFiles } from './video_files';

const SMALL = {
  train: { encoder: { size: 16, frames: 4, width: 0.0625 }, clips: { batch: 4 } },
  map: { segments: 6 },
};

test('a study writes losses, scores with controls, curves and maps, and tells which files it left out', async ({
  browser,
  baseURL,
}, { outputDir }) => {
  const scenes = Array.from({ length: 6 }, (_, scene) => ({ scene, kind: 'mp4' as const }));
  const videos = join(outputDir, 'videos');
  const files = await encodeScenes(browser, baseURL!, scenes);
  writeFiles(videos, [
    ...files,
    { name: 'broken.mp4', mimeType: 'video/mp4', buffer: Buffer.from('no video') },
  ]);
  const [config] = writeFiles(outputDir, [
    { name: 'config.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(SMALL)) },
  ]);
  const out = join(outputDir, 'study');
  const asked = ['--videos', videos, '--variants', 'base,transform', '--steps', '3', '--out', out];
  await promisify(execFile)(process.execPath, [
    'node_modules/tsx/dist/cli.mjs',
    'scripts/study.ts',
    ...asked,
    '--config',
    config!,
  ]);

  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as StudyReport;
  expect(report.videos.filter(({ status }) => status === 'ready')).toHaveLength(6);
  expect(report.videos.find(({ name }) => name === 'broken.mp4')).toMatchObject({
    status: 'rejected',
    reason: expect.stringMatching(/not a video/) as unknown,
  });
  expect(report.runs.map(({ variant }) => variant)).toEqual(['base', 'transform']);
  // Of six videos a step takes three of the four that were asked for.
  expect(report.used).toMatchObject({ batch: 3 });
  for (const { loss, controls, untrained } of report.runs) {
    expect(loss).toHaveLength(3);
    for (const value of loss) expect(Number.isFinite(value)).toBe(true);
    expect(Object.keys(controls.timeR2.f)).toEqual(expect.arrayContaining(['shuffled t', 'untrained']));
    expect(Object.keys(controls.order.f)).toEqual(['shuffled t', 'untrained']);
    expect(untrained.order.f).toMatchObject({ value: controls.order.f.untrained, units: 4 });
    const shuffled = ['shuffled', 'shuffled, 2.5 %', 'shuffled, 97.5 %'];
    expect(Object.keys(controls.reversed.f)).toEqual(['chance', ...shuffled, 'untrained']);
  }
  expect(readFileSync(join(out, 'curves.csv'), 'utf8').trim().split('\n')).toHaveLength(1 + 2 * 3);
  expect(readFileSync(join(out, 'report.md'), 'utf8')).toMatch(/B = 3 \(of 4 [^]*broken\.mp4/);
  for (const map of ['base-f', 'transform-f', 'transform-fprime'])
    expect(existsSync(join(out, `map-seed0-${map}.png`)), map).toBe(true);
});

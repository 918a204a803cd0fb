/** Real video files for the tests: rendered scenes and test pictures, encoded by the browser's own encoders. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { build } from 'vite';

/** A file for `setInputFiles` and for a drop. */
export interface VideoFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Built-in scenes of another seed than the app's, so that they are videos it has not got. */
const SEED = 4242;

interface Asked {
  readonly scene: number;
  readonly kind: 'mp4' | 'webm' | 'mkv';
}

/** e2e/page_encoder.ts as one script. */
async function pageScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2023',
      lib: { entry: 'e2e/page_encoder.ts', formats: ['iife'], name: 'pageEncoder' },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  const chunk = outputs
    .flatMap((one) => ('output' in one ? one.output : []))
    .find((one) => one.type === 'chunk');
  if (chunk?.type !== 'chunk')
    throw new Error('pageScript: expected one chunk of e2e/page_encoder.ts, got none.');
  return chunk.code;
}

/**
 * Encodes built-in scenes to files named as the scenes are, in a page of its own on `origin` (WebCodecs needs a secure
 * context; the page is made up, so that no policy of the app holds there).
 */
export async function encodeScenes(
  browser: Browser,
  origin: string,
  asked: readonly Asked[],
): Promise<VideoFile[]> {
  const page = await browser.newPage();
  try {
    const address = new URL('encoder.html', origin).href;
    await page.route(address, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    );
    await page.goto(address);
    await page.addScriptTag({ content: await pageScript() });
    const files: VideoFile[] = [];
    for (const { scene, kind } of asked) {
      const { name, type, base64 } = await page.evaluate((request) => window.encodeScene!(request), {
        seed: SEED,
        scene,
        kind,
      });
      files.push({ name, mimeType: type, buffer: Buffer.from(base64, 'base64') });
    }
    return files;
  } finally {
    await page.close();
  }
}

/** Writes files into `folder` (made if missing) and returns their paths. */
export function writeFiles(folder: string, files: readonly VideoFile[]): string[] {
  mkdirSync(folder, { recursive: true });
  return files.map(({ name, buffer }) => {
    const path = join(folder, name);
    writeFileSync(path, buffer);
    return path;
  });
}

/** Decoding of real files, as they come in: demuxed, decoded and scaled to stored frames. */
import { encodeVideo } from '../e2e/encode';
import { decodeVideo } from '../src/video/decode';
import { renderScene } from '../src/video/scenes/render';
import { describeScene } from '../src/video/scenes/scene';
import type { DecodeRow } from './report';
import { milliseconds } from './timing';

export async function decodeRows(): Promise<DecodeRow[]> {
  const frames = renderScene(describeScene(0, 0));
  const rows: DecodeRow[] = [];
  for (const kind of ['mp4', 'webm'] as const) {
    const file = await encodeVideo(frames, kind, `scene.${kind}`);
    const ms = await milliseconds(async () => {
      await decodeVideo(file);
    });
    rows.push({ kind, frames: frames.count, framesPerSecond: (1000 * frames.count) / ms });
  }
  return rows;
}

/** What `video_files.ts` runs inside a page: a rendered scene in, an encoded file out. */
import { describeScene } from '../src/video/scenes/scene';
import { renderScene } from '../src/video/scenes/render';
import { encodeVideo, type FileKind } from './encode';

interface Request {
  readonly seed: number;
  readonly scene: number;
  readonly kind: FileKind;
}

declare global {
  interface Window {
    encodeScene?: (request: Request) => Promise<{ name: string; type: string; base64: string }>;
  }
}

window.encodeScene = async ({ seed, scene, kind }) => {
  const description = describeScene(seed, scene);
  const file = await encodeVideo(renderScene(description), kind, `${description.name}.${kind}`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return { name: file.name, type: file.type, base64: btoa(text) };
};

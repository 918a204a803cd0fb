/** Real files, made by this browser's own encoders, through the real demuxer and decoders. */
import { describe, expect, test } from 'vitest';
import { encodeVideo, numberedQuarters, numberOf, quarteredVideo, type FileKind } from '../../e2e/encode';
import { decodeVideo } from './decode';
import { RejectedFile } from './rejection';
import { DecodeWorkerService } from './service';
import type { FramesMessage } from '../protocol/decode';

const numbered = (fps: number, count: number, width = 96, height = 64) =>
  quarteredVideo({ width, height, fps, count }, numberedQuarters);

async function rejectionOf(work: Promise<unknown>): Promise<RejectedFile> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RejectedFile)) throw new Error(`expected a RejectedFile, got ${String(error)}`);
  return error;
}

describe.each<FileKind>(['mp4', 'webm', 'mkv'])('%s', (kind) => {
  test('30 fps are thinned to 10, each frame the one on screen at its time', async () => {
    const { frames, source } = await decodeVideo(await encodeVideo(numbered(30, 60), kind, `a.${kind}`));
    expect(source).toEqual({ width: 96, height: 64 });
    expect(frames.count).toBe(20);
    expect(frames.duration).toBeCloseTo(2, 1);
    for (let i = 0; i < frames.count; i++) {
      expect(frames.seconds[i]).toBeCloseTo(i / 10, 2);
      expect(numberOf(frames, i)).toBe(3 * i);
    }
  });

  test('a slower source keeps all its frames at their own times', async () => {
    const { frames } = await decodeVideo(await encodeVideo(numbered(5, 12), kind, `a.${kind}`));
    expect(Array.from({ length: frames.count }, (_, i) => numberOf(frames, i))).toEqual(
      Array.from({ length: 12 }, (_, i) => i),
    );
    expect(frames.seconds[11]).toBeCloseTo(2.2, 2);
  });
});

test('a large picture is stored with its shorter side at 64 pixels', async () => {
  const file = await encodeVideo(numbered(10, 4, 640, 360), 'mp4', 'a.mp4');
  const { frames, source } = await decodeVideo(file);
  expect(source).toEqual({ width: 640, height: 360 });
  expect([frames.width, frames.height]).toEqual([114, 64]);
  expect(numberOf(frames, 3)).toBe(3);
});

test('a picture that the file says to turn is stored upright', async () => {
  const red = [220, 30, 30] as const;
  const black = [10, 10, 10] as const;
  const corner = quarteredVideo({ width: 96, height: 64, fps: 10, count: 3 }, () => [
    red,
    black,
    black,
    black,
  ]);
  const { frames } = await decodeVideo(await encodeVideo(corner, 'mp4', 'a.mp4', { rotation: 90 }));
  expect([frames.width, frames.height]).toEqual([64, 96]);
  // Top left, turned clockwise, is top right.
  const at = (x: number, y: number) => frames.rgb[(y * frames.width + x) * 3]!;
  expect(at(48, 20)).toBeGreaterThan(150);
  expect(at(16, 20)).toBeLessThan(70);
});

test('the same file gives the same bytes twice', async () => {
  const file = await encodeVideo(numbered(30, 30), 'mp4', 'a.mp4');
  const [first, second] = [await decodeVideo(file), await decodeVideo(file)];
  expect(first.frames.rgb).toEqual(second.frames.rgb);
});

describe('a file that cannot be used says why', () => {
  const whole = encodeVideo(numbered(30, 60), 'mp4', 'a.mp4');

  test.each([
    ['empty', () => Promise.resolve(new File([], 'a.mp4')), 'empty'],
    ['text', () => Promise.resolve(new File(['hello, this is no video'], 'a.mp4')), 'not-a-video'],
    ['eight bytes', () => Promise.resolve(new File(['no video'], 'a.mp4')), 'not-a-video'],
    [
      'cut off',
      async () => new File([(await whole).slice(0, (await whole).size * 0.6)], 'a.mp4'),
      'truncated',
    ],
  ] as const)('%s', async (_, file, reason) => {
    const rejected = await rejectionOf(decodeVideo(await file()));
    expect(rejected.reason).toBe(reason);
    expect(rejected.message).toMatch(/: .+/);
  });

  test('too long for the memory it may take', async () => {
    const rejected = await rejectionOf(decodeVideo(await whole, { maxBytes: 96 * 64 * 3 * 5 }));
    expect(rejected.reason).toBe('too-large');
  });

  test('cancelled while it decodes', async () => {
    const controller = new AbortController();
    const work = decodeVideo(await whole, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect((await rejectionOf(work)).message).toMatch(/cancel/i);
  });
});

test('the service sends frames to the train worker, keeps them for showing, and answers a bad file with its reason', async () => {
  const service = new DecodeWorkerService();
  const { port1, port2 } = new MessageChannel();
  const sent: FramesMessage[] = [];
  port2.onmessage = ({ data }: MessageEvent<FramesMessage>) => void sent.push(data);
  service.connect(port1);
  const progress: number[] = [];
  const video = await service.decode('v', await encodeVideo(numbered(10, 20), 'mp4', 'a.mp4'), (done) =>
    progress.push(done),
  );
  expect(video).toMatchObject({ status: 'ready', frames: 20, width: 96, height: 64 });
  expect(progress.at(-1)).toBe(1);
  expect(service.segment('v', 0.5, 0.2, 4).count).toBe(4);
  expect(await service.decode('w', new File(['x'], 'w.mp4'), () => undefined)).toMatchObject({
    status: 'rejected',
    reason: 'not-a-video',
  });
  service.remove('v');
  await expect.poll(() => sent.map(({ kind }) => kind)).toEqual(['add', 'remove']);
  expect(sent[0]).toMatchObject({ id: 'v', frames: { count: 20 } });
  expect(() => service.segment('v', 0, 0.2, 4)).toThrow(/"v"/);
  port2.close();
});

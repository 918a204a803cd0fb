/** For tests: videos of noise, nothing to look at, but every frame and every video differs. */
import type { RandomStream } from '../random/stream';
import type { VideoFrames } from './frames';

/** 30 frames at 10 a second if not asked otherwise, as the stream gives them. */
export function noiseVideo(
  stream: RandomStream,
  { count = 30, height = 20, width = 24 }: Partial<Pick<VideoFrames, 'count' | 'height' | 'width'>> = {},
): VideoFrames {
  const rgb = Uint8Array.from({ length: count * height * width * 3 }, () =>
    Math.floor(256 * stream.uniform()),
  );
  const seconds = Float64Array.from({ length: count }, (_, i) => i / 10);
  return { rgb, count, height, width, seconds, duration: count / 10 };
}

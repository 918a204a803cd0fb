/** Views of a step as pictures: drawn again, each alone, from what names them. */
import type { Filmstrip } from '../video/frames';
import type { DrawnView } from './batches';
import type { ClipsConfig } from './config';
import { renderView, type ViewSize } from './views';

/** A view as it is shown: which clip of which video, what was drawn for it, and its pixels. */
export interface ViewPicture {
  readonly videoId: string;
  /** 0 … P − 1; 0 is the query, or the first query where each has its turn. */
  readonly clip: number;
  /** Seconds. */
  readonly start: number;
  readonly flipped: boolean;
  /** Brightness, contrast, saturation and hue were changed. */
  readonly jittered: boolean;
  readonly grey: boolean;
  /** σ, pixels of the view; 0 for none. */
  readonly blur: number;
  /** The T frames that the encoder gets, before their normalisation. */
  readonly strip: Filmstrip;
}

const UNCHANGED = { mean: [0, 0, 0], deviation: [1, 1, 1] } as const;

export function pictureOfView(
  { source, clip, view }: DrawnView,
  { stride }: Pick<ClipsConfig, 'stride'>,
  { frames, size }: Pick<ViewSize, 'frames' | 'size'>,
): ViewPicture {
  const pixels = new Float32Array(frames * size * size * 3);
  // Values are 0 … 1 before they are normalised.
  renderView(source.frames, view, stride, { frames, size, ...UNCHANGED }, pixels);
  return {
    videoId: source.id,
    clip,
    start: view.start,
    flipped: view.flipped,
    jittered: view.colours !== undefined,
    grey: view.grey,
    blur: view.blur,
    strip: {
      rgb: Uint8Array.from(pixels, (value) => Math.min(255, Math.max(0, Math.round(255 * value)))),
      count: frames,
      height: size,
      width: size,
    },
  };
}

/** What was done to a view, in words. */
import type { ViewPicture } from '../../clips/view_pictures';
import { decimal } from '../format';

/** e.g. `query, t = 1.23 s, mirrored, colours jittered`. */
export function viewWords({
  clip,
  start,
  flipped,
  jittered,
  grey,
  blur,
}: Omit<ViewPicture, 'strip' | 'videoId'>): string {
  return [
    clip === 0 ? 'query' : `key ${clip}`,
    `t = ${start.toFixed(2)} s`,
    flipped && 'mirrored',
    jittered && 'colours jittered',
    grey && 'grey',
    blur > 0 && `blur σ ${decimal(blur, 1)} px`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}

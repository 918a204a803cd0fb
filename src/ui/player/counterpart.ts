/** Which clip to put beside another: Enter against Leave, of the same person where there is one. */
import type { LibraryVideo, VideoSource } from '../../session/state';
import { personOf } from '../../session/person';

/** The other clips in use (trained on, or on the maps): those of another label first, among them those on the maps, among them those of the same person. */
export function besideChoices(
  videos: readonly LibraryVideo[],
  clip: LibraryVideo,
  { trainOn, onMaps }: { readonly trainOn: VideoSource; readonly onMaps: readonly string[] },
): LibraryVideo[] {
  const person = personOf(clip.name);
  const rank = ({ id, name, label }: LibraryVideo) =>
    (label === clip.label ? 4 : 0) +
    (onMaps.includes(id) ? 0 : 2) +
    (person !== undefined && personOf(name) === person ? 0 : 1);
  return videos
    .filter(({ id, source }) => id !== clip.id && (source === trainOn || onMaps.includes(id)))
    .sort((a, b) => rank(a) - rank(b));
}

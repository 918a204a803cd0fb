/** Which clip to put beside another: Enter against Leave, of the same person where there is one. */
import type { LibraryVideo } from '../../session/state';
import { personOf } from '../maps/person';

/** The other clips, those of another label first, and among them those of the same person. */
export function besideChoices(videos: readonly LibraryVideo[], clip: LibraryVideo): LibraryVideo[] {
  const person = personOf(clip.name);
  const rank = ({ name, label }: LibraryVideo) =>
    (label === clip.label ? 2 : 0) + (person !== undefined && personOf(name) === person ? 0 : 1);
  return videos.filter(({ id }) => id !== clip.id).sort((a, b) => rank(a) - rank(b));
}

/** Which videos the numbers of a study are made from, and why those. */
import { isReady } from '../session/library';
import { probedVideos } from '../session/probes';
import { MOST_PROBED } from '../train/probed';
import type { SessionState } from '../session/state';
import { videoName } from './report';
import type { ScoredVideos, StudyReport } from './report';

/** `chosen` in the order of the library. */
function row({ library }: SessionState, chosen: ReadonlySet<string>, limit: string): ScoredVideos {
  const of = library.filter(isReady).length;
  const videos = library.filter(({ id }) => chosen.has(id)).map(videoName);
  const why =
    videos.length === of
      ? 'All that can be used.'
      : `The first ${videos.length} of ${of}, one of each label in turn: ${limit}`;
  return { videos, of, why };
}

/** Of a session whose training and measuring are done. */
export function scoredOf(state: SessionState): StudyReport['scored'] {
  const { library, embedding, probes, prepared, config } = state;
  const onMaps = new Set(embedding?.segments.map(({ videoId }) => videoId));
  const probed = new Set(probes ? probedVideos(library, prepared?.videoIds ?? []).map(({ id }) => id) : []);
  return {
    maps: row(state, onMaps, `--map-videos (map.videos) is ${config.map.videos}.`),
    probes: row(state, probed, `at most ${MOST_PROBED} are probed.`),
  };
}

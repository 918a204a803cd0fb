/** Which clips the scores beside the maps are of, in words. */
import { useMemo } from 'react';
import { isAwaited, isOfTicked } from '../../session/embedded';
import type { Segment } from '../../protocol/train';
import { useSessionState } from '../session_context';
import type { MapVideo } from './colour_by';
import { useMapVideos } from './map_time';

/** Names that are told; more would fill the page. */
const NAMED = 8;

export interface ScoredClips {
  /** `4 clips`. */
  readonly title: string;
  /** All of it, for who asks. */
  readonly help: string;
  /** One line above the maps. */
  readonly sentence: string;
}

/** Of the clips that are ticked now. */
const OTHERS = {
  same: '',
  computed: ' Those of the clips ticked now are being computed.',
  none: ' There are none of the clips ticked now.',
} as const;

/** How those that were scored stand to those that are ticked: the same, or others, whose scores come or are not there. */
type Ticked = keyof typeof OTHERS;

/** `segments`: those that were scored. Undefined where there are none. */
export function scoredClips(
  segments: readonly Segment[],
  videos: readonly MapVideo[],
  ticked: Ticked = 'same',
): ScoredClips | undefined {
  const ids = [...new Set(segments.map(({ videoId }) => videoId))];
  if (ids.length === 0) return undefined;
  const clips = ids.map((id) => videos.find((video) => video.id === id) ?? { id, name: id, label: '' });
  const count = ids.length === 1 ? '1 clip' : `${ids.length} clips`;
  const each = Math.round(segments.length / ids.length);
  const labels = [...new Set(clips.map(({ label }) => label))].sort();
  const ofLabel = (label: string) => clips.filter((clip) => clip.label === label).length;
  const byLabel = labels.map((label) => `${ofLabel(label)} ${label}`.trimEnd()).join(', ');
  const names = clips.slice(0, NAMED).map(({ name }) => name);
  if (clips.length > NAMED) names.push(`and ${clips.length - NAMED} more`);
  const scored = ticked === 'same' ? `the ${count} ticked for the maps` : `the ${count} ticked before`;
  const others = OTHERS[ticked];
  return {
    title: ticked === 'same' ? count : `${count} before`,
    help: `Scored are ${each} segments of each of ${scored}, and no other clip: ${names.join(', ')}.${others}`,
    sentence: `Scores are of ${scored}: ${byLabel}; ${each} segments of each.${others}`,
  };
}

/** Of the newest embedding, whose segments those of its moments are too. */
export function useScoredClips(): ScoredClips | undefined {
  const segments = useSessionState((state) => state.embedding?.segments);
  const videos = useMapVideos();
  const ticked = useSessionState((state): Ticked => {
    if (!state.embedding || isOfTicked(state.embedding, state)) return 'same';
    return isAwaited(state) ? 'computed' : 'none';
  });
  return useMemo(() => segments && scoredClips(segments, videos, ticked), [segments, videos, ticked]);
}

/** The strip under the maps: the clip that was chosen, its time, and the segment that the maps show at that time. */
import { VisuallyHidden } from '@mantine/core';
import { useEffect, useMemo, type KeyboardEvent } from 'react';
import { isReady } from '../../session/library';
import type { LibraryVideo } from '../../session/state';
import { frameAt, type VideoFrames } from '../../video/frames';
import { usePointerHint } from '../pointer_hints';
import { useSessionState } from '../session_context';
import { advanced, clockText, nearestSegment } from './clock';
import { ClipPicture } from './ClipPicture';
import { besideChoices } from './counterpart';
import { playerKey } from './keys';
import { showSecond, usePlayer } from './player';
import { PlayerControls } from './PlayerControls';
import { TimeLine } from './TimeLine';
import { useVideoFrames } from './video_frames';

export function Player() {
  const hint = usePointerHint();
  const { videoId, besideId, second } = usePlayer();
  const library = useSessionState((state) => state.library);
  const ready = useMemo(() => library.filter(isReady), [library]);
  const clip = ready.find(({ id }) => id === videoId);
  const onMaps = useSessionState((state) => state.mapVideoIds);
  const trainOn = useSessionState((state) => state.trainOn);
  const choices = useMemo(
    () => (clip ? besideChoices(ready, clip, { trainOn, onMaps }) : []),
    [clip, onMaps, ready, trainOn],
  );
  const beside = choices.find(({ id }) => id === besideId);
  const frames = useVideoFrames(clip?.id);
  const besideFrames = useVideoFrames(beside?.id);
  const embedded = useSessionState((state) => state.embedding?.segments);
  const segments = useMemo(
    () => (embedded ?? []).filter((segment) => segment.videoId === clip?.id),
    [clip?.id, embedded],
  );
  const nearest = nearestSegment(segments, clip?.id, second);
  usePlaying(frames);
  return (
    <section className="player" aria-label="Player" onKeyDown={onKeyDown} data-empty={!clip || undefined}>
      {clip ? (
        <div className="player-pictures">
          <ClipPicture frames={frames} second={second} name={clip.name} label={clip.label} />
          {beside && (
            <ClipPicture frames={besideFrames} second={second} name={beside.name} label={beside.label} />
          )}
        </div>
      ) : (
        <p className="hint player-hint">{hint('player')}</p>
      )}
      <div className="player-side">
        <PlayerControls disabled={!clip} choices={choices} beside={beside} />
        <TimeLine frames={frames} second={second} segments={segments} nearest={nearest} />
        <Place
          clip={clip}
          frames={frames}
          place={nearest ? segments.indexOf(nearest) : -1}
          of={segments.length}
        />
      </div>
    </section>
  );
}

function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  // A list keeps its own keys, a button its space bar.
  if (event.target instanceof HTMLSelectElement) return;
  if (event.target instanceof HTMLButtonElement && event.key === ' ') return;
  const act = playerKey(event.key, 'strip');
  if (!act) return;
  event.preventDefault();
  act();
}

/** While it plays, moves the shared second from frame to frame. */
function usePlaying(frames: VideoFrames | undefined): void {
  const playing = usePlayer((state) => state.playing);
  useEffect(() => {
    if (!playing || !frames) return undefined;
    let exact = usePlayer.getState().second;
    let last = performance.now();
    let request = requestAnimationFrame(tick);
    function tick(now: number) {
      if (!frames) return;
      const { second, speed, backwards } = usePlayer.getState();
      // Moved by hand meanwhile.
      if (frameAt(frames.seconds, second) !== frameAt(frames.seconds, exact)) exact = second;
      exact = advanced(exact, Math.max(0, now - last) / 1000, { speed, backwards }, frames.duration);
      last = now;
      showSecond(frames.seconds[frameAt(frames.seconds, exact)] ?? 0);
      request = requestAnimationFrame(tick);
    }
    return () => cancelAnimationFrame(request);
  }, [frames, playing]);
}

interface PlaceProps {
  readonly clip: LibraryVideo | undefined;
  readonly frames: VideoFrames | undefined;
  /** Index of the nearest segment, -1 while the clip is not on the maps. */
  readonly place: number;
  readonly of: number;
}

/** Where the player is, in words. */
function Place({ clip, frames, place, of }: PlaceProps) {
  const { second, playing, backwards } = usePlayer();
  if (!clip) return <p className="player-place">space: play · ← → frame by frame</p>;
  if (!frames) return <p className="player-place">Fetching the frames of {clip.name} …</p>;
  const frame = `frame ${frameAt(frames.seconds, second) + 1} of ${frames.count}`;
  const segment =
    place < 0 ? 'not on the maps: tick it in the library' : `segment ${place + 1} of ${of} on the maps`;
  const state = playing ? (backwards ? 'Playing backwards' : 'Playing') : 'Paused';
  return (
    <p className="player-place">
      {clockText(second)} of {clockText(frames.duration)} · {frame} · {segment}
      {/* Not at every frame: while it plays, only that it does. */}
      <VisuallyHidden role="status">
        {playing
          ? `${state}: ${clip.name}`
          : `${state}: ${clip.name}, ${second.toFixed(1)} seconds, ${segment}`}
      </VisuallyHidden>
    </p>
  );
}

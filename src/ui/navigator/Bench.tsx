/** The navigator at work: choice of run and segment, and the answer of the train worker laid out. */
import { useMemo, useState } from 'react';
import type { Segment } from '../../protocol/train';
import type { Embedding } from '../../session/state';
import { runId, TIME_VARIANTS, type RunConfig } from '../../time/config';
import { indexOfSegment } from '../maps/draw';
import { useSelection } from '../maps/selection';
import { usePlayer } from '../player/player';
import { ClipChoice } from './ClipChoice';
import { useVideoFinder, useVideoNames } from './names';
import { openingSegment } from './opening_segment';
import { timeGrid } from './time_grid';
import { Travel } from './Travel';
import { useNavigation } from './use_navigation';

interface BenchProps {
  /** Those with a time module. */
  readonly runs: readonly [RunConfig, ...RunConfig[]];
  readonly embedding: Embedding;
}

export function Bench({ runs, embedding }: BenchProps) {
  const { segments } = embedding;
  const [chosenRun, setChosenRun] = useState<string>();
  const [chosen, setChosen] = useChosen(segments);
  const nameOf = useVideoNames();
  const videoOf = useVideoFinder();

  const run =
    runs.find((other) => runId(other) === chosenRun) ??
    runs.find(({ variant }) => TIME_VARIANTS[variant].hasDirections) ??
    runs[0];
  const playing = usePlayer(({ videoId }) => videoId);
  const isAbsent = !chosen && playing !== undefined && !segments.some(({ videoId }) => videoId === playing);
  const itself = segmentIndex(segments, chosen);
  const segment = segments[itself]!;
  const state = videoOf(segment.videoId)?.state;
  const duration = state?.status === 'ready' ? state.duration : lastStart(segments, segment.videoId);
  const grid = useMemo(() => timeGrid(duration, segment.start), [duration, segment.start]);
  const answer = useNavigation(runId(run), segment, grid, dimOf(embedding, run));

  return (
    <div className="nav-bench">
      <ClipChoice
        runs={runs}
        run={run}
        onRun={setChosenRun}
        segments={segments}
        segment={segment}
        onSegment={setChosen}
        nameOf={nameOf}
      />
      {isAbsent && (
        <p className="hint">
          {nameOf(playing).name}, in the player, is not on the maps: tick it in the library to navigate it.
        </p>
      )}
      {answer === 'asking' || 'problem' in answer ? (
        <p className="hint" role="status">
          {answer === 'asking' ? 'Asking where time moves this segment to …' : answer.problem}
        </p>
      ) : (
        <Travel
          // Another segment begins at its own t.
          key={`${segment.videoId} ${segment.start}`}
          run={run}
          navigation={answer}
          grid={grid}
          embedding={embedding}
          itself={itself}
          nameOf={nameOf}
        />
      )}
    </div>
  );
}

/** Until the user chooses: what was played or selected when these clips came onto the maps. */
function useChosen(segments: readonly Segment[]) {
  const selected = useSelection();
  const [chosen, setChosen] = useState<Segment>();
  const [seen, setSeen] = useState<string>();
  const clips = useMemo(() => [...new Set(segments.map(({ videoId }) => videoId))].join('\n'), [segments]);
  if (seen !== clips) {
    // While rendering, so that no answer is asked for that nobody wants.
    setSeen(clips);
    if (!segments.some(({ videoId }) => videoId === chosen?.videoId))
      setChosen(openingSegment(segments, usePlayer.getState(), selected));
  }
  return [chosen, setChosen] as const;
}

function dimOf({ runs }: Embedding, run: RunConfig): number {
  return runs.find(({ id }) => id === runId(run))!.dim;
}

/** The chosen one; where it is not on the maps any more, one of its clip, else the middle of the first clip. */
function segmentIndex(segments: readonly Segment[], chosen: Segment | undefined): number {
  if (chosen) {
    const exactly = indexOfSegment(segments, chosen);
    if (exactly >= 0) return exactly;
    const after = segments.findIndex(
      ({ videoId, start }) => videoId === chosen.videoId && start >= chosen.start,
    );
    if (after >= 0) return after;
  }
  const first = segments.filter(({ videoId }) => videoId === segments[0]!.videoId);
  return Math.floor(first.length / 2);
}

/** Seconds; of a clip that the library does not know any more. */
function lastStart(segments: readonly Segment[], videoId: string): number {
  const starts = segments.filter((other) => other.videoId === videoId).map(({ start }) => start);
  return Math.max(1, ...starts);
}

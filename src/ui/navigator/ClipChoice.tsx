/** Which run, clip and segment are navigated. */
import { Checkbox, NativeSelect } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Segment } from '../../protocol/train';
import { runId, runName, type RunConfig } from '../../time/config';
import { useMapFocus } from '../maps/focus';
import type { NameOf } from './names';

interface ClipChoiceProps {
  readonly runs: readonly RunConfig[];
  readonly run: RunConfig;
  readonly onRun: (id: string) => void;
  /** All segments of the maps, those of a clip in the order of time. */
  readonly segments: readonly Segment[];
  readonly segment: Segment;
  readonly onSegment: (segment: Segment) => void;
  readonly nameOf: NameOf;
}

export function ClipChoice({ runs, run, onRun, segments, segment, onSegment, nameOf }: ClipChoiceProps) {
  const [follows, setFollows] = useState(false);
  useEffect(() => {
    if (!follows) return undefined;
    return useMapFocus.subscribe(({ segment: looked }) => {
      // What was looked at last stays when the pointer leaves the map for the slider.
      if (looked) onSegment(looked);
    });
  }, [follows, onSegment]);
  const clips = [...new Set(segments.map(({ videoId }) => videoId))];
  const ofClip = (id: string) => segments.filter(({ videoId }) => videoId === id);
  const own = ofClip(segment.videoId);
  const onClip = (id: string) => {
    const others = ofClip(id);
    onSegment(others[Math.min(own.indexOf(segment), others.length - 1)]!);
  };
  return (
    <div className="nav-choice">
      <label className="field-inline">
        <span>Run</span>
        <NativeSelect
          size="xs"
          value={runId(run)}
          onChange={(event) => onRun(event.currentTarget.value)}
          data={runs.map((other) => ({ value: runId(other), label: runName(other) }))}
        />
      </label>
      <label className="field-inline">
        <span>Clip</span>
        <NativeSelect
          size="xs"
          value={segment.videoId}
          onChange={(event) => onClip(event.currentTarget.value)}
          data={clips.map((id) => {
            const { name, label } = nameOf(id);
            return { value: id, label: name.includes(label) ? name : `${name}, ${label}` };
          })}
        />
      </label>
      <label className="field-inline">
        <span>Segment at</span>
        <NativeSelect
          size="xs"
          value={String(own.indexOf(segment))}
          onChange={(event) => onSegment(own[Number(event.currentTarget.value)]!)}
          data={own.map(({ start }, i) => ({ value: String(i), label: `${start.toFixed(2)} s` }))}
        />
      </label>
      <Checkbox
        size="xs"
        label="Follow the maps"
        checked={follows}
        onChange={(event) => setFollows(event.currentTarget.checked)}
      />
    </div>
  );
}

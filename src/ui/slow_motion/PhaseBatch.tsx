/** Phase 1: which videos, and where in them the clips of the batch begin. */
import { ClipName } from '../ClipName';
import { useVideoFinder } from '../navigator/names';
import { NumberTable } from './NumberTable';
import type { PhaseProps } from './phase';
import { FRAMEWORK_WORDS } from './words';

export function PhaseBatch({ trace, names }: PhaseProps) {
  const { clips, perVideo, contrast } = trace;
  const find = useVideoFinder();
  const videos = Array.from({ length: clips.length / perVideo }, (_, i) =>
    clips.slice(i * perVideo, (i + 1) * perVideo),
  );
  const lastStart = Math.max(...clips.map(({ start }) => start), 1);
  return (
    <>
      <p className="hint">{FRAMEWORK_WORDS[contrast.framework].roles(contrast)}</p>
      <ul className="slow-batch" aria-hidden>
        {videos.map((own, i) => {
          const video = find(own[0]!.videoId);
          const duration = video?.state.status === 'ready' ? video.state.duration : lastStart;
          return (
            <li key={own[0]!.videoId}>
              <span className="slow-name">
                {i + 1} <ClipName name={video?.name ?? 'removed video'} />
              </span>
              <span className="slow-line">
                {own.map(({ clip, start }) => (
                  <i
                    key={clip}
                    data-query={clip === 0 || undefined}
                    style={{ left: `${(100 * start) / duration}%` }}
                    title={names.long(i * perVideo + clip)}
                  />
                ))}
              </span>
              <span className="dim">{duration.toFixed(1)} s</span>
            </li>
          );
        })}
      </ul>
      <p className="hint slow-key" aria-hidden>
        <i data-query /> {names.role(0)} <i /> {perVideo > 2 ? 'the others' : names.role(1)}, at the second
        where the clip begins
      </p>
      <NumberTable
        title="Clips of the batch"
        heads={['Clip', 'Video', 'Label', 'Role', 't, s']}
        rows={clips.map((clip, place) => [
          names.short(place),
          find(clip.videoId)?.name ?? 'removed video',
          find(clip.videoId)?.label ?? '',
          names.role(place),
          clip.start.toFixed(2),
        ])}
      />
    </>
  );
}

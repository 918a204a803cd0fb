/** One video of the library: thumbnail, name, label, duration, place on the maps; or how far its decoding is; or why it cannot be used. */
import { Checkbox, CloseButton, Progress } from '@mantine/core';
import { memo, useState, type MouseEvent } from 'react';
import type { LibraryVideo } from '../../session/state';
import { useIsVideoSelected } from '../maps/selection';
import { ShapeIcon } from '../maps/ShapeIcon';
import type { Shape } from '../maps/shapes';
import { PlayClip } from '../player/PlayClip';
import { useActions } from '../session_context';
import { ClipName } from '../ClipName';
import { Thumbnail } from './Thumbnail';

interface VideoRowProps {
  readonly video: LibraryVideo;
  readonly onMap: boolean;
  /** Of its label on the maps; undefined while it is not on them. */
  readonly shape: Shape | undefined;
  readonly setAside: boolean;
  readonly onToggleMap: (id: string) => void;
}

export const VideoRow = memo(function VideoRow({
  video,
  onMap,
  shape,
  setAside,
  onToggleMap,
}: VideoRowProps) {
  const { id, name, path, state } = video;
  const actions = useActions();
  const selected = useIsVideoSelected(id);
  const [playing, setPlaying] = useState(false);
  const play = { onPointerEnter: () => setPlaying(true), onFocus: () => setPlaying(true) };
  const onRemove = (event: MouseEvent<HTMLElement>) => {
    // The keyboard goes on where it was: at the next row.
    const row = event.currentTarget.closest('li');
    (row?.nextElementSibling ?? row?.previousElementSibling)
      ?.querySelector<HTMLElement>('.video-tools button')
      ?.focus();
    actions.removeVideos([id]);
  };
  const rest = { onPointerLeave: () => setPlaying(false), onBlur: () => setPlaying(false) };
  return (
    <li
      className="video-row"
      data-status={state.status}
      data-aside={setAside || undefined}
      data-selected={selected || undefined}
      {...play}
      {...rest}
    >
      <div className="video-picture">
        {state.status === 'ready' ? (
          <PlayClip videoId={id} name={name}>
            <Thumbnail filmstrip={state.filmstrip} playing={playing} />
          </PlayClip>
        ) : (
          <span className="thumbnail" />
        )}
      </div>
      <div className="video-facts">
        <ClipName name={name} title={path} />
        {state.status === 'ready' && (
          <span className="video-line">
            {shape && <ShapeIcon shape={shape} />}
            <LabelInput video={video} />
            <span className="dim">{state.duration.toFixed(1)} s</span>
          </span>
        )}
        {state.status === 'waiting' && <span className="dim">waiting</span>}
        {state.status === 'decoding' && (
          <Progress
            value={100 * state.done}
            size="sm"
            aria-label={`Decoding ${name}`}
            className="video-progress"
          />
        )}
        {state.status === 'rejected' && (
          <span className="video-reason" title={state.detail}>
            {state.message}
          </span>
        )}
      </div>
      <div className="video-tools">
        {state.status === 'ready' && (
          <Checkbox
            size="xs"
            checked={onMap}
            aria-label={`${name} on the maps`}
            title="On the maps"
            onChange={() => onToggleMap(id)}
          />
        )}
        <CloseButton size="sm" aria-label={`Remove ${name}`} onClick={onRemove} />
      </div>
    </li>
  );
});

/** Looks like text until it is pointed at; takes effect on Enter or when left, Escape takes it back. */
function LabelInput({ video }: { video: LibraryVideo }) {
  const actions = useActions();
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const finish = () => {
    if (draft !== undefined && draft !== video.label) actions.setLabel(video.id, draft);
    setDraft(undefined);
  };
  return (
    <input
      className="label-input"
      aria-label={`Label of ${video.name}`}
      value={draft ?? video.label}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setDraft(undefined);
      }}
    />
  );
}

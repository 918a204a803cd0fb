/** The library: videos of one's own first, then the built-in set; which are trained on, which are on the maps. */
import { Button, Switch } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useMemo, useState } from 'react';
import type { LibraryVideo, VideoSource } from '../../session/state';
import type { Shape } from '../maps/shapes';
import { count } from '../format';
import { useLabelShapes } from '../maps/map_time';
import { usePointerHint } from '../pointer_hints';
import { useActions, useSessionState } from '../session_context';
import { AddButtons } from './AddButtons';
import { VideoRow } from './VideoRow';

export function Library() {
  const library = useSessionState((state) => state.library);
  const trainOn = useSessionState((state) => state.trainOn);
  const picked = useSessionState((state) => state.mapPicked);
  const onMap = useSessionState((state) => state.mapVideoIds);
  const actions = useActions();
  const shapes = useLabelShapes();
  const own = useMemo(() => library.filter(({ source }) => source === 'own'), [library]);
  const builtin = useMemo(() => library.filter(({ source }) => source === 'builtin'), [library]);
  const chosen = useMemo(() => new Set(onMap), [onMap]);
  const onToggleMap = useCallback(
    (id: string) =>
      actions.chooseForMap(chosen.has(id) ? onMap.filter((other) => other !== id) : [...onMap, id]),
    [actions, chosen, onMap],
  );
  const rows = { chosen, shapes, onToggleMap };
  const { folds, open, setOpen } = useFold(own.length);
  const hint = usePointerHint();
  return (
    <aside className="library" aria-labelledby="library-heading" id="library">
      <div className="panel-head">
        <h2 id="library-heading">Library</h2>
        <AddButtons />
      </div>
      <p className="hint">
        {hint('library')}{' '}
        {picked ? (
          <Button size="compact-xs" variant="subtle" onClick={() => actions.chooseForMap(null)}>
            Let the maps choose again
          </Button>
        ) : (
          'Ticked: on the maps.'
        )}
      </p>
      {folds && (
        <Button
          className="library-fold"
          size="compact-xs"
          variant="default"
          aria-expanded={open}
          aria-controls="library-videos"
          onClick={() => setOpen(!open)}
        >
          {open ? 'Hide the videos' : `Show the ${count(library.length)} videos`}
        </Button>
      )}
      <div
        className="library-scroll"
        id="library-videos"
        role="region"
        aria-label="Videos"
        tabIndex={0}
        hidden={folds && !open}
      >
        {own.length > 0 && (
          <VideoList title="Your videos" source="own" videos={own} setAside={trainOn !== 'own'} {...rows} />
        )}
        <BuiltinHead count={builtin.length} hasOwn={own.length > 0} />
        <VideoList title="" source="builtin" videos={builtin} setAside={trainOn !== 'builtin'} {...rows} />
      </div>
    </aside>
  );
}

/** Where the page has one column the maps come first: the videos are folded until asked for, or until some of one's own come. */
function useFold(own: number) {
  const folds = useMediaQuery('(max-width: 1079px)', false, { getInitialValueInEffect: false });
  const [chosen, setOpen] = useState<boolean | undefined>(undefined);
  return { folds, open: chosen ?? own > 0, setOpen };
}

interface VideoListProps {
  readonly title: string;
  readonly source: VideoSource;
  readonly videos: readonly LibraryVideo[];
  readonly setAside: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly onToggleMap: (id: string) => void;
}

function VideoList({ title, source, videos, setAside, chosen, shapes, onToggleMap }: VideoListProps) {
  const rejected = videos.filter(({ state }) => state.status === 'rejected').length;
  return (
    <>
      {title && (
        <h3>
          {title} ({videos.length - rejected}
          {rejected > 0 && `, ${rejected} cannot be used`})
        </h3>
      )}
      <ul className="video-list" aria-label={source === 'own' ? 'Your videos' : 'Built-in set'}>
        {videos.map((video) => (
          <VideoRow
            key={video.id}
            video={video}
            onMap={chosen.has(video.id)}
            shape={chosen.has(video.id) ? shapes.get(video.label) : undefined}
            setAside={setAside}
            onToggleMap={onToggleMap}
          />
        ))}
      </ul>
    </>
  );
}

/** Heading of the built-in set, and the switch that sets it aside or brings it back. */
function BuiltinHead({ count, hasOwn }: { count: number; hasOwn: boolean }) {
  const builtin = useSessionState((state) => state.builtin);
  const trainOn = useSessionState((state) => state.trainOn);
  const actions = useActions();
  if (builtin.status === 'off') return null;
  return (
    <>
      <div className="builtin-head">
        <h3>
          Built-in set ({count}
          {builtin.status === 'rendering' && ` of ${builtin.total}`})
        </h3>
        {hasOwn && (
          <Switch
            size="xs"
            labelPosition="left"
            label={trainOn === 'builtin' ? 'in use' : 'set aside'}
            aria-label="Train on the built-in set instead of your videos"
            checked={trainOn === 'builtin'}
            onChange={(event) => actions.setTrainOn(event.currentTarget.checked ? 'builtin' : 'own')}
          />
        )}
      </div>
      {builtin.status === 'failed' && <p className="video-reason">{builtin.message}</p>}
    </>
  );
}

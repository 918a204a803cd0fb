/** Views of a step, moving, each with its second and what was done to it. */
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import type { ViewPicture } from '../../clips/view_pictures';
import { ClipName } from '../ClipName';
import { showFrame } from '../pixels';
import { useSessionState } from '../session_context';
import { onEachTick } from '../ticker';
import { viewWords } from './words';

export function ViewList({ views }: { views: readonly ViewPicture[] }) {
  const library = useSessionState((state) => state.library);
  const nameOf = (id: string) => library.find((video) => video.id === id)?.name ?? 'removed video';
  return (
    <ul className="view-list">
      {views.map((view) => (
        <li key={`${view.videoId} ${view.clip}`}>
          <ViewStrip view={view} />
          <ClipName name={nameOf(view.videoId)} />
          <span className="dim">{viewWords(view)}</span>
        </li>
      ))}
    </ul>
  );
}

function ViewStrip({ view }: { view: ViewPicture }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const still = useReducedMotion(undefined, { getInitialValueInEffect: false });
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return undefined;
    showFrame(canvas, view.strip, 0);
    return still ? undefined : onEachTick((tick) => showFrame(canvas, view.strip, tick));
  }, [view, still]);
  return <canvas ref={ref} className="view-strip" aria-hidden />;
}

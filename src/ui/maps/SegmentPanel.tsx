/** The frames of the segment that is looked at: playing, and side by side. Floats beside its point. */
import './segment_panel.css';
import { useEffect, useRef } from 'react';
import type { Filmstrip } from '../../video/frames';
import { ClipName } from '../ClipName';
import { showFrame } from '../pixels';
import { PlayingStrip } from '../player/PlayingStrip';
import { useSessionState } from '../session_context';
import { useMapFocus } from './focus';
import { useSegmentFrames } from './segment_frames';

/** CSS pixels; as in `maps.css`. */
const WIDTH = 264;
const HEIGHT = 292;
const GAP = 18;

export function SegmentPanel() {
  const { segment, anchor } = useMapFocus();
  const frames = useSegmentFrames(segment);
  const video = useSessionState(({ library }) => library.find(({ id }) => id === segment?.videoId));
  if (!segment || !anchor) return null;
  return (
    <div className="segment-panel" style={placeBeside(anchor)} aria-hidden>
      {typeof frames === 'string' ? (
        <div className="segment-frames">{frames === 'gone' ? 'This video was removed.' : ''}</div>
      ) : (
        <Frames strip={frames} />
      )}
      <p className="segment-name">
        <ClipName name={video?.name ?? 'removed video'} /> <span className="dim">{video?.label}</span>
      </p>
      <p className="segment-time">t = {segment.start.toFixed(2)} s</p>
    </div>
  );
}

/** Right of the point where there is room, else left; inside the window. */
function placeBeside({ x, y }: { x: number; y: number }): { left: number; top: number } {
  const right = x + GAP;
  const left = right + WIDTH < window.innerWidth ? right : Math.max(4, x - GAP - WIDTH);
  return { left, top: Math.min(Math.max(4, y - HEIGHT / 2), window.innerHeight - HEIGHT - 4) };
}

function Frames({ strip }: { strip: Filmstrip }) {
  return (
    <div className="segment-frames">
      <PlayingStrip strip={strip} className="segment-playing" />
      <div className="segment-strip" data-many={strip.count > 8 || undefined}>
        {Array.from({ length: strip.count }, (_, i) => (
          <Frame key={i} strip={strip} index={i} />
        ))}
      </div>
    </div>
  );
}

function Frame({ strip, index }: { strip: Filmstrip; index: number }) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (ref.current) showFrame(ref.current, strip, index);
  }, [strip, index]);
  return <canvas ref={ref} />;
}

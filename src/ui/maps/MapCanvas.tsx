/** A map on screen: the canvas, pointing at it, selecting on it, and walking through it by keyboard. */
import { useReducedMotion } from '@mantine/hooks';
import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
} from 'react';
import { VisuallyHidden } from '@mantine/core';
import type { SpaceMap } from '../../session/state';
import { playerKey } from '../player/keys';
import { chooseClip, lookInPlayer, usePlayer } from '../player/player';
import { useScheme } from '../scheme';
import { indexOfSegment } from './draw';
import { lookAt, lookAway, useMapFocus } from './focus';
import { MapGestures, type GestureTarget } from './gestures';
import { useLooks } from './looks';
import { useMapModes } from './modes';
import { MapPainter } from './painter';
import { clearSelection, select } from './selection';
import { steer } from './steer';
import type { Point } from './view';

interface MapCanvasProps {
  readonly map: SpaceMap | undefined;
  /** What the map is, for screen readers. */
  readonly name: string;
  /** Says which segment a point is. */
  readonly describe: (index: number, map: SpaceMap) => string;
  /** Where whoever zooms finds the painter. */
  readonly painterRef: RefObject<MapPainter | undefined>;
}

/** One turn of a wheel is about 100 units. */
const WHEEL = 1 / 400;
export const ZOOM_STEP = 1.5;

export function MapCanvas({ map, name, describe, painterRef }: MapCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const looks = useLooks();
  const scheme = useScheme();
  const still = useReducedMotion(undefined, { getInitialValueInEffect: false });
  const lassoMode = useMapModes((state) => state.lasso);
  const [spoken, setSpoken] = useState('');
  const helpId = useId();

  useEffect(() => {
    const [canvas, box] = [ref.current, frame.current];
    if (!canvas || !box) return undefined;
    const own = new MapPainter(canvas);
    painterRef.current = own;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      own.resize(width, height, window.devicePixelRatio);
    });
    observer.observe(canvas);
    // Not React's: its wheel listener may not keep the page from scrolling. Without focus the wheel scrolls the page, as everywhere.
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && document.activeElement !== box) return;
      event.preventDefault();
      own.zoom(Math.exp(-event.deltaY * WHEEL), placeIn(box, event));
    };
    box.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      box.removeEventListener('wheel', onWheel);
      observer.disconnect();
      own.dispose();
      painterRef.current = undefined;
    };
  }, [painterRef]);
  useEffect(() => painterRef.current?.setOptions({ ...looks, scheme, still }));
  useEffect(() => painterRef.current?.setMap(map), [map, painterRef]);

  const show = (index: number, speak: boolean) => {
    const box = frame.current?.getBoundingClientRect();
    const segment = map?.segments[index];
    const place = painterRef.current?.placeOf(index);
    if (!box || !map || !segment || !place) return;
    lookAt(segment, { x: box.left + place.x, y: box.top + place.y });
    lookInPlayer(segment);
    if (speak) setSpoken(describe(index, map));
  };
  const choose = (index: number, adding: boolean) => {
    const segment = map?.segments[index];
    if (!map || !segment) return;
    select(
      map.segments.filter(({ videoId }) => videoId === segment.videoId),
      adding,
    );
    if (!adding) chooseClip(segment.videoId, segment.start, !still);
  };

  const gestures = useGestures({
    point(at) {
      const index = painterRef.current?.pick(at) ?? -1;
      if (index < 0) lookAway();
      else show(index, false);
    },
    click(at, adding) {
      const index = painterRef.current?.pick(at) ?? -1;
      if (index >= 0) {
        show(index, false);
        choose(index, adding);
      } else if (!adding) clearSelection();
    },
    pan(dx, dy) {
      lookAway();
      painterRef.current?.pan(dx, dy);
    },
    zoom: (factor, at) => painterRef.current?.zoom(factor, at),
    lasso(line) {
      lookAway();
      painterRef.current?.setLasso(line);
    },
    enclose(line, adding) {
      const chosen = painterRef.current?.within(line).flatMap((i) => map?.segments[i] ?? []) ?? [];
      select(chosen, adding);
      setSpoken(`${chosen.length} segments selected`);
    },
  });

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { segment } = useMapFocus.getState();
    const at = map && segment ? indexOfSegment(map.segments, segment) : -1;
    const act =
      (event.key === ' ' && usePlayer.getState().videoId === undefined
        ? undefined
        : playerKey(event.key, 'map')) ?? keyOf(event, painterRef.current, at, choose);
    if (act) {
      event.preventDefault();
      act();
      return;
    }
    const next = map && steer(map.segments, at, event.key);
    if (next === undefined) return;
    event.preventDefault();
    show(next, true);
  };

  return (
    <div
      ref={frame}
      className="map-canvas"
      role="application"
      aria-roledescription="map"
      aria-label={name}
      aria-describedby={helpId}
      tabIndex={0}
      data-lasso={lassoMode || undefined}
      {...gestures(lassoMode)}
      onBlur={lookAway}
      onKeyDown={onKeyDown}
    >
      <canvas ref={ref} aria-hidden />
      <VisuallyHidden id={helpId}>
        Left and right arrows go along a video in time, up and down to the next video, Enter takes the clip
        into the player and selects its points, Shift and Enter adds them, space plays, plus, minus and 0
        zoom, Escape leaves. The same points are in the table below the maps.
      </VisuallyHidden>
      <VisuallyHidden role="status">{spoken}</VisuallyHidden>
    </div>
  );
}

/** Keys of the map itself but for the arrows. `at`: index of the point that is looked at, or -1. */
function keyOf(
  { key, shiftKey }: KeyboardEvent,
  painter: MapPainter | undefined,
  at: number,
  choose: (index: number, adding: boolean) => void,
): (() => void) | undefined {
  switch (key) {
    case 'Escape':
      return () => {
        if (useMapFocus.getState().segment) lookAway();
        else clearSelection();
      };
    case 'Enter':
      return at < 0 ? undefined : () => choose(at, shiftKey);
    case '+':
    case '=':
      return () => painter?.zoom(ZOOM_STEP);
    case '-':
      return () => painter?.zoom(1 / ZOOM_STEP);
    case '0':
      return () => painter?.showWhole();
    default:
      return undefined;
  }
}

function placeIn(box: Element, { clientX, clientY }: { clientX: number; clientY: number }): Point {
  const { left, top } = box.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

/** Pointer handlers that turn events into gestures on the newest `target`. */
function useGestures(target: GestureTarget) {
  const [gestures] = useState(() => new MapGestures());
  useEffect(() => gestures.setTarget(target));
  return (lassoMode: boolean) => ({
    onPointerDown(event: PointerEvent<HTMLDivElement>) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const press = { lasso: lassoMode || event.shiftKey, adding: event.shiftKey };
      gestures.down(event.pointerId, placeIn(event.currentTarget, event), press);
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) =>
      gestures.move(event.pointerId, placeIn(event.currentTarget, event)),
    onPointerUp: (event: PointerEvent<HTMLDivElement>) =>
      gestures.up(event.pointerId, placeIn(event.currentTarget, event)),
    onPointerCancel: (event: PointerEvent) => gestures.cancel(event.pointerId),
    onPointerLeave({ pointerType }: PointerEvent) {
      // A finger leaves when it lifts; what it touched should stay to be looked at.
      if (pointerType === 'mouse') lookAway();
    },
  });
}

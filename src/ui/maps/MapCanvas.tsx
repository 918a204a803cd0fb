/** A map on screen: the canvas, pointing at it, and walking through it by keyboard. */
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { VisuallyHidden } from '@mantine/core';
import type { SpaceMap } from '../../session/state';
import { useScheme } from '../scheme';
import { indexOfSegment } from './draw';
import { lookAt, lookAway, useMapFocus } from './focus';
import { useTimeEnd, useVideoShapes } from './map_time';
import { MapPainter } from './painter';
import { steer } from './steer';

interface MapCanvasProps {
  readonly map: SpaceMap | undefined;
  /** What the map is, for screen readers. */
  readonly name: string;
  /** Says which segment a point is. */
  readonly describe: (index: number, map: SpaceMap) => string;
}

export function MapCanvas({ map, name, describe }: MapCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const painter = useRef<MapPainter>(undefined);
  const shapes = useVideoShapes();
  const timeEnd = useTimeEnd();
  const scheme = useScheme();
  const still = useReducedMotion(undefined, { getInitialValueInEffect: false });
  const highlight = useMapFocus((state) => state.segment);
  const [spoken, setSpoken] = useState('');
  const helpId = useId();

  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return undefined;
    const own = new MapPainter(canvas);
    painter.current = own;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      own.resize(width, height, window.devicePixelRatio);
    });
    observer.observe(canvas);
    return () => {
      observer.disconnect();
      own.dispose();
    };
  }, []);
  useEffect(() => painter.current?.setOptions({ shapes, timeEnd, scheme, highlight, still }));
  useEffect(() => painter.current?.setMap(map), [map]);

  const show = (index: number, speak: boolean) => {
    const canvas = ref.current;
    const segment = map?.segments[index];
    const place = painter.current?.placeOf(index);
    if (!canvas || !map || !segment || !place) return;
    const box = canvas.getBoundingClientRect();
    lookAt(segment, { x: box.left + place.x, y: box.top + place.y });
    if (speak) setSpoken(describe(index, map));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const index = painter.current?.pick(event.clientX - box.left, event.clientY - box.top) ?? -1;
    if (index < 0) lookAway();
    else show(index, false);
  };
  const onPointerLeave = ({ pointerType }: PointerEvent) => {
    // A finger leaves when it lifts; what it touched should stay to be looked at.
    if (pointerType === 'mouse') lookAway();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape') {
      lookAway();
      return;
    }
    if (!map || event.ctrlKey || event.metaKey || event.altKey) return;
    const { segment } = useMapFocus.getState();
    const next = steer(map.segments, segment ? indexOfSegment(map.segments, segment) : -1, event.key);
    if (next === undefined) return;
    event.preventDefault();
    show(next, true);
  };

  return (
    <div
      className="map-canvas"
      role="application"
      aria-roledescription="map"
      aria-label={name}
      aria-describedby={helpId}
      tabIndex={0}
      onPointerMove={onPointerMove}
      onPointerDown={onPointerMove}
      onPointerLeave={onPointerLeave}
      onBlur={lookAway}
      onKeyDown={onKeyDown}
    >
      <canvas ref={ref} aria-hidden />
      <VisuallyHidden id={helpId}>
        Left and right arrows go along a video in time, up and down to the next video, Escape leaves. The same
        points are in the table below the maps.
      </VisuallyHidden>
      <VisuallyHidden role="status">{spoken}</VisuallyHidden>
    </div>
  );
}

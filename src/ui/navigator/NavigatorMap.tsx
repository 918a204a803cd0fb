/** A close-up of the run's f' map about the clip, with the navigator's mark on it. */
import { useCallback } from 'react';
import { placed } from '../../project/place';
import type { Segment } from '../../protocol/train';
import type { SpaceMap } from '../../session/state';
import { drawMap } from '../maps/draw';
import { extentOf } from '../maps/extent';
import { useLooks } from '../maps/looks';
import { placeOf } from '../maps/view';
import { useScheme } from '../scheme';
import { INK } from './ink';
import { closeUp } from './close_up';
import { drawMarker, type NavigatorMarker } from './marker';
import { PlotCanvas, type Paint } from './PlotCanvas';

/** CSS pixels. */
const HEIGHT = 230;
const RADIUS = 3.25;
const FAINT = 0.4;

interface NavigatorMapProps {
  readonly map: SpaceMap;
  readonly segment: Segment;
  readonly marker: NavigatorMarker;
  readonly label: string;
}

export function NavigatorMap({ map, segment, marker, label }: NavigatorMapProps) {
  const scheme = useScheme();
  const { shapes, colourOf } = useLooks();
  const paint = useCallback<Paint>(
    (context, width, height) => {
      const { positions, key } = map.layout;
      const extent = extentOf(positions);
      const view = closeUp(pointsOf(map, segment.videoId, marker), extent, { width, height });
      const style = { ...INK[scheme], width, height, ratio: window.devicePixelRatio, radius: RADIUS };
      drawMap(
        context,
        {
          positions,
          segments: map.segments,
          shapes,
          colourOf,
          strengthOf: ({ videoId }) => (videoId === segment.videoId ? 1 : FAINT),
          highlights: [segment],
          extent,
          view,
        },
        style,
      );
      const toPixels = (x: number, y: number) => placeOf(Float32Array.of(x, y), 0, extent, style, view);
      drawMarker(context, marker, key, positions, toPixels, style);
    },
    [colourOf, map, marker, scheme, segment, shapes],
  );
  return (
    <div className="nav-map">
      <PlotCanvas label={label} height={HEIGHT} paint={paint} />
    </div>
  );
}

/** The points of the clip and all that the mark consists of: what a close-up must hold. */
function pointsOf(
  { segments, layout }: SpaceMap,
  videoId: string,
  marker: NavigatorMarker,
): [number, number][] {
  const { positions } = layout;
  const own = segments.flatMap((other, j): [number, number][] =>
    other.videoId === videoId ? [[positions[2 * j]!, positions[2 * j + 1]!]] : [],
  );
  const marks = [...marker.way, marker.at, ...(marker.walked ? [marker.walked] : [])];
  return [...own, ...marks.map((placement) => placed(placement, positions))];
}

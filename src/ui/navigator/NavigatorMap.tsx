/** The f' map of the run as a small picture beside the plots, with the navigator's mark on it. */
import { useCallback } from 'react';
import type { Segment } from '../../protocol/train';
import type { SpaceMap } from '../../session/state';
import { drawMap } from '../maps/draw';
import { extentOf } from '../maps/extent';
import { useLooks } from '../maps/looks';
import { placeOf } from '../maps/view';
import { useScheme } from '../scheme';
import { INK } from './ink';
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
        },
        style,
      );
      const toPixels = (x: number, y: number) => placeOf(Float32Array.of(x, y), 0, extent, style);
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

/** How the maps are looked at: what colour means, whether a drag draws a lasso, which moment of the training they show. */
import { create } from 'zustand';
import type { MapMoment } from '../../session/map_moments';
import type { ColourBy } from './colour_by';

interface MapModes {
  readonly colourBy: ColourBy;
  readonly lasso: boolean;
  /** The moment of the training on show; undefined: the newest. */
  readonly moment: MapMoment | undefined;
}

export const useMapModes = create<MapModes>()(() => ({
  colourBy: 'time',
  lasso: false,
  moment: undefined,
}));

/** Where f' is among the points of a map: placements of f'(t), of the way through time, and of the walk along a direction. */
import { useMemo } from 'react';
import { placement, projection } from '../../project/place';
import type { Navigation, Segment } from '../../protocol/train';
import type { SpaceMap } from '../../session/state';
import type { NavigatorMarker } from './marker';
import { fPrimeAt, walked, type Walk } from './similarity';
import { columnsOf, type TimeGrid } from './time_grid';

interface MarkerInput {
  readonly map: SpaceMap | undefined;
  readonly segments: readonly Segment[];
  readonly navigation: Navigation;
  readonly grid: TimeGrid;
  /** f' [N,D] of the segments. */
  readonly features: Float32Array;
  readonly place: number;
  readonly walk: Walk | undefined;
  readonly alpha: number;
}

/** Values that placing the whole way may read: some tens of milliseconds, once an answer. */
const WAY_BUDGET = 40e6;

/** Undefined while there is no map, or one of other points. */
export function useMarker(input: MarkerInput): NavigatorMarker | undefined {
  const { map, segments, navigation, grid, features, place, walk, alpha } = input;
  const key = useMemo(
    () => (map && sameSegments(map.segments, segments) ? map.layout.key : undefined),
    [map, segments],
  );
  // t-SNE has no rule for a feature that it has not seen; PCA has.
  const whereIs = map?.layout.projection === 'pca' ? projection : placement;
  const way = useMemo(() => {
    const columns = columnsOf(grid).filter((s) => grid.seconds[s]! <= grid.duration);
    const every = Math.ceil((columns.length * features.length) / WAY_BUDGET);
    return Array.from(
      columns.filter((_, c) => c % every === 0),
      (s) => whereIs(features, fPrimeAt(navigation, s)),
    );
  }, [features, grid, navigation, whereIs]);
  const at = useMemo(
    () => whereIs(features, fPrimeAt(navigation, place)),
    [features, navigation, place, whereIs],
  );
  const aside = useMemo(
    () => (walk && alpha !== 0 ? whereIs(features, walked(walk, alpha)) : undefined),
    [alpha, features, walk, whereIs],
  );
  return useMemo(
    () => (key === undefined ? undefined : { key, at, way, walked: aside }),
    [aside, at, key, way],
  );
}

function sameSegments(a: readonly Segment[], b: readonly Segment[]): boolean {
  return (
    a === b ||
    (a.length === b.length && a.every((x, i) => x.videoId === b[i]?.videoId && x.start === b[i]?.start))
  );
}

/** The view of a map that holds some of its points and not much else. */
import { scaleOf, type Extent } from '../maps/extent';
import { MAP_MARGIN, WHOLE, type Size, type View } from '../maps/view';

/** Neighbours must stay in sight, however close the points are to each other. */
const CLOSEST = 24;

/** @param points in units of the layout, at least one. */
export function closeUp(points: readonly (readonly [number, number])[], extent: Extent, size: Size): View {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const whole = scaleOf(extent, size.width, size.height, MAP_MARGIN);
  const close = scaleOf(
    { x: Math.max((right - left) / 2, Number.MIN_VALUE), y: Math.max((high - low) / 2, Number.MIN_VALUE) },
    size.width,
    size.height,
    MAP_MARGIN,
  );
  const zoom = Math.min(CLOSEST, close / whole);
  return zoom <= 1 ? WHOLE : { zoom, x: (left + right) / 2, y: (low + high) / 2 };
}

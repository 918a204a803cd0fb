/** The width of an encoder from the shapes of its convolutions: the number that max(4, round(c · width)) came from. */
import type { ParameterSpec } from './parameters';

/** Fewer channels a layer never has. */
const FEWEST = 4;
/** Denominators to try, so that the answer is what a person would have typed. */
const DENOMINATORS = [1, 2, 4, 8, 16, 32, 64, 10, 100, 1000];
const NARROWEST = 1 / 32;

/**
 * @param published the parameters at width 1
 * @param shapeOf PyTorch's shape [out,in,kt,kh,kw] of a tensor, undefined where there is none
 * @returns the simplest width that explains every convolution, the earlier ones where they contradict each other; 1 without any
 */
export function widthOf(
  published: readonly ParameterSpec[],
  shapeOf: (name: string) => readonly number[] | undefined,
): number {
  let low = 0;
  let high = Infinity;
  for (const { name, kind, shape } of published) {
    const channels = shapeOf(name)?.[0];
    const full = shape[4];
    if (kind !== 'conv' || full === undefined || channels === undefined || channels < FEWEST) continue;
    const least = channels === FEWEST ? 0 : (channels - 0.5) / full;
    const most = (channels + 0.5) / full;
    if (least >= high || most <= low) continue;
    low = Math.max(low, least);
    high = Math.min(high, most);
  }
  if (high === Infinity) return 1;
  low = Math.min(Math.max(low, NARROWEST), high);
  for (const denominator of DENOMINATORS) {
    const numerator = Math.ceil(low * denominator);
    if (numerator > 0 && numerator / denominator < high) return numerator / denominator;
  }
  return (low + high) / 2;
}

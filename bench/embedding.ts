/** One step of t-SNE: ours against @keckelt/tsne and DruidJS, on the same points. */
import { TSNE as KeckeltTsne } from '@keckelt/tsne';
import { TSNE as DruidTsne } from '@saehrimnir/druidjs';
import { Tsne } from '../src/project/tsne';
import { randomStream } from '../src/random/stream';
import type { TsneRow } from './report';

const SIZES = [2000];
const FEATURES = 32;
const PERPLEXITY = 30;
const STEPS = 7;

function medianOf(steps: number, step: () => void): number {
  step();
  const found = Array.from({ length: steps }, () => {
    const began = performance.now();
    step();
    return performance.now() - began;
  });
  return found.sort((a, b) => a - b)[steps >> 1]!;
}

export function tsneRows(): TsneRow[] {
  return SIZES.map((n) => {
    const random = randomStream(1, 0);
    const x = Float32Array.from({ length: n * FEATURES }, () => random.normal());
    const rows = Array.from({ length: n }, (_, i) => [...x.subarray(i * FEATURES, (i + 1) * FEATURES)]);
    const ours = new Tsne(x, n, FEATURES, PERPLEXITY, 0);
    while (!ours.ready) ours.prepare();
    const oursMs = medianOf(STEPS, () => ours.step());
    const keckelt = new KeckeltTsne({ perplexity: PERPLEXITY, dim: 2, epsilon: 10 });
    keckelt.initDataRaw(rows);
    const keckeltMs = medianOf(STEPS, () => keckelt.step());
    const druid = new DruidTsne(rows, { perplexity: PERPLEXITY, d: 2 }).generator(STEPS + 2);
    const druidMs = medianOf(STEPS, () => void druid.next());
    return { n, oursMs, druidMs, keckeltMs };
  });
}

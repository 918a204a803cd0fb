/** The parts of a network that people speak of: stem, layers, time module, head. Each is one stretch of the flat parameters. */
import { sizeOf, type ParameterLayout } from '../weights/parameters';

export interface Part {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** In the order of the layout. The stages of the Slow R50 (`blocks.1` …) are its layers. */
export function partsOf({ specs, offsets }: ParameterLayout): Part[] {
  const parts: Part[] = [];
  specs.forEach((spec, i) => {
    const name = partOf(spec.name);
    const size = sizeOf(spec.shape);
    const last = parts.at(-1);
    if (last?.name === name) parts[parts.length - 1] = { ...last, size: last.size + size };
    else parts.push({ name, offset: offsets[i]!, size });
  });
  return parts;
}

function partOf(name: string): string {
  const [where, module = ''] = name.split(/\.(.*)/s);
  if (where === 'time') return 'time module';
  // The head, and what the framework adds: predictor, prototypes.
  if (where !== 'encoder') return where!;
  const stage = /^(?:layer|blocks\.)(\d+)/.exec(module)?.[1];
  return stage === undefined || stage === '0' ? 'stem' : `layer ${stage}`;
}

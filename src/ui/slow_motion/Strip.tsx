/** Vectors of the clips of a branch as heat strips: a row a clip, a column a dimension, diverging about zero. */
import { useCallback } from 'react';
import { CellGrid } from '../cells/CellGrid';
import { decimal } from '../format';
import { divergingColour, divergingGradient } from '../navigator/coefficients';
import { useScheme } from '../scheme';
import type { ClipNames } from './clip_names';

interface StripProps {
  readonly label: string;
  /** `f`: what a cell is called, with its column counted from 1. */
  readonly symbol: string;
  /** [N,width]. */
  readonly values: Float32Array;
  readonly width: number;
  /** Places of the N clips in the batch. */
  readonly clips: readonly number[];
  readonly names: ClipNames;
  /** Colours end at ± this. */
  readonly scale: number;
}

export function Strip({ label, symbol, values, width, clips, names, scale }: StripProps) {
  const scheme = useScheme();
  const colourOf = useCallback(
    (row: number, column: number) => divergingColour(values[row * width + column]! / scale, scheme),
    [values, width, scale, scheme],
  );
  const rows = clips.length;
  return (
    <figure className="slow-strip">
      <figcaption>
        {label} [{rows},{width}]
        <span className="slow-scale">
          {decimal(-scale)} <span style={{ backgroundImage: divergingGradient(scheme) }} /> {decimal(scale)}
        </span>
      </figcaption>
      <CellGrid
        label={`${label}, ${rows} clips, ${width} numbers each`}
        rows={rows}
        columns={width}
        height={rows > 12 ? 9 : 13}
        colourOf={colourOf}
        textOf={(row, column) =>
          `${names.long(clips[row]!)}: ${symbol}[${column + 1}] = ${decimal(values[row * width + column]!, 3)}`
        }
        rowHeads={rows > 12 ? undefined : clips.map(names.short)}
      />
    </figure>
  );
}

/** Angle between f'(t) and f' of every other segment, each at the second it starts at: what comes near as t is dragged. */
import { useCallback } from 'react';
import { decimal, decimalsApart } from '../format';
import { useScheme } from '../scheme';
import { INK } from './ink';
import { PlotCanvas, type Paint } from './PlotCanvas';
import type { TimeAxis } from './time_axis';
import { TimePlot } from './TimePlot';

/** CSS pixels. */
const HEIGHT = 84;
const RADIUS = 2.75;

/** What another segment has in common with the one that is navigated. */
export type Kinship = 'itself' | 'clip' | 'label' | 'none';

export interface Neighbour {
  readonly start: number;
  readonly kinship: Kinship;
}

interface AnglePlotProps {
  readonly axis: TimeAxis;
  /** Of all segments on the maps, and their angles to f'(t) in degrees. */
  readonly neighbours: readonly Neighbour[];
  readonly angles: Float64Array;
  /** Least and largest over all t, so that the axis stands still while t is dragged. */
  readonly range: readonly [number, number];
}

export function AnglePlot({ axis, neighbours, angles, range: [low, high] }: AnglePlotProps) {
  const scheme = useScheme();
  const { end } = axis.grid;
  const paint = useCallback<Paint>(
    (context, width, height) => {
      const { ink, dim, accent, background } = INK[scheme];
      const place = (j: number): [number, number] => {
        const share = Math.min(1, Math.max(0, (angles[j]! - low) / (high - low || 1)));
        // Whole dots, also at t = 0.
        const x = Math.max(RADIUS + 1, (neighbours[j]!.start / end) * width);
        // The nearest on top.
        return [x, 5 + (height - 10) * share];
      };
      const draw = (kinship: Kinship, fill: string, rim: string) => {
        context.fillStyle = fill;
        context.strokeStyle = rim;
        context.lineWidth = 1;
        neighbours.forEach((neighbour, j) => {
          if (neighbour.kinship !== kinship) return;
          context.beginPath();
          context.arc(...place(j), RADIUS, 0, 2 * Math.PI);
          context.fill();
          context.stroke();
        });
      };
      draw('none', background, dim);
      draw('label', accent, background);
      draw('clip', ink, background);
    },
    [angles, end, high, low, neighbours, scheme],
  );
  const digits = decimalsApart([low, high]);
  return (
    <TimePlot
      axis={axis}
      title={
        <>
          <span>
            Angle between <span className="symbol">f′</span>(<span className="symbol">t</span>) and{' '}
            <span className="symbol">f′</span> of the other segments, each at its own start
          </span>
          <span className="nav-key dim">
            <i data-kinship="clip" /> this clip <i data-kinship="label" /> its label <i data-kinship="none" />{' '}
            other labels
          </span>
        </>
      }
      upper={`${decimal(low, digits)}°`}
      lower={`${decimal(high, digits)}°`}
    >
      <PlotCanvas label={summaryOf(neighbours, angles)} height={HEIGHT} paint={paint} />
    </TimePlot>
  );
}

function summaryOf(neighbours: readonly Neighbour[], angles: Float64Array): string {
  const means = (['clip', 'label', 'none'] as const).map((kinship) => {
    const of = angles.filter((_, j) => neighbours[j]!.kinship === kinship);
    return of.length === 0 ? undefined : of.reduce((a, b) => a + b, 0) / of.length;
  });
  const digits = decimalsApart(means.filter((value) => value !== undefined));
  const [clip, label, none] = means.map((value) =>
    value === undefined ? 'none' : `${decimal(value, digits)} degrees`,
  );
  return `Angle between f′ at t and the other segments, mean: this clip ${clip}, clips of its label ${label}, clips of other labels ${none}.`;
}

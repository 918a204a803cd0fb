/** How far f' is from f over t, in lengths of f. */
import { useCallback, useMemo } from 'react';
import type { Navigation } from '../../protocol/train';
import { decimal } from '../format';
import { useScheme } from '../scheme';
import { INK } from './ink';
import { PlotCanvas, type Paint } from './PlotCanvas';
import { relativeShifts } from './similarity';
import type { TimeAxis } from './time_axis';
import { TimePlot } from './TimePlot';

/** CSS pixels. */
const HEIGHT = 44;

export function ShiftPlot({ navigation, axis }: { navigation: Navigation; axis: TimeAxis }) {
  const scheme = useScheme();
  const { grid, place } = axis;
  const shifts = useMemo(() => relativeShifts(navigation), [navigation]);
  const over = shifts.subarray(0, grid.places);
  const top = Math.max(...over) || 1;
  const paint = useCallback<Paint>(
    (context, width, height) => {
      const y = (value: number) => 2 + (height - 4) * (1 - value / top);
      context.strokeStyle = INK[scheme].accent;
      context.lineWidth = 1.5;
      context.beginPath();
      for (let s = 0; s < grid.places; s++) context.lineTo((s / (grid.places - 1)) * width, y(shifts[s]!));
      context.stroke();
      context.fillStyle = INK[scheme].ink;
      context.beginPath();
      context.arc((grid.seconds[place]! / grid.end) * width, y(shifts[place]!), 3, 0, 2 * Math.PI);
      context.fill();
    },
    [grid, place, scheme, shifts, top],
  );
  return (
    <TimePlot
      axis={axis}
      title={
        <span>
          shift ‖<span className="symbol">f′ − f</span>‖ / ‖<span className="symbol">f</span>‖{' '}
          <strong>{decimal(shifts[place]!, 3)}</strong> at t
        </span>
      }
      upper={decimal(top, 2)}
      lower="0"
    >
      <PlotCanvas
        label={`Length of the shift over t, in lengths of f: ${decimal(over[0]!, 3)} at t = 0, ${decimal(over.at(-1)!, 3)} at the end, at most ${decimal(top, 3)}.`}
        height={HEIGHT}
        paint={paint}
      />
    </TimePlot>
  );
}

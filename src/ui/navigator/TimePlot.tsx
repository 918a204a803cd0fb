/** One plot over t: its title and number, its scale at the side, the line at t. Dragging on it drags t. */
import type { CSSProperties, PointerEvent, ReactNode } from 'react';
import { along, secondsAt, type TimeAxis } from './time_axis';
import { placeAt } from './time_grid';

interface TimePlotProps {
  readonly axis: TimeAxis;
  readonly title: ReactNode;
  /** What stands at the upper and lower end of the vertical axis. */
  readonly upper: string;
  readonly lower: string;
  readonly children: ReactNode;
  /** Pointed at, 0 (top) to 1 (bottom), or undefined when no longer; `pressed` with a button or a finger down. */
  readonly onPoint?: (height: number | undefined, pressed: boolean) => void;
}

export function TimePlot({ axis, title, upper, lower, children, onPoint }: TimePlotProps) {
  const { grid, onPlace } = axis;
  const onPointer = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const pressed = (event.buttons & 1) === 1;
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    if (pressed) onPlace(placeAt(grid, (event.clientX - box.left) / box.width));
    onPoint?.((event.clientY - box.top) / box.height, event.type === 'pointerdown');
  };
  const marks = { '--at': along(secondsAt(axis), grid), '--clip-end': along(grid.duration, grid) };
  return (
    <div className="nav-plot">
      <div className="nav-plot-title">{title}</div>
      <div className="nav-gutter" aria-hidden>
        <span>{upper}</span>
        <span>{lower}</span>
      </div>
      <div
        className="nav-area"
        style={marks as CSSProperties}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
        onPointerLeave={() => onPoint?.(undefined, false)}
      >
        {children}
        <span className="nav-beyond" />
        <span className="nav-at" />
      </div>
    </div>
  );
}

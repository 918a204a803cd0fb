/** The slider of t: 0 to beyond the end of the clip, with the segment's own start and the clip's end marked. */
import { Button } from '@mantine/core';
import { along, secondsAt, secondsText, type TimeAxis } from './time_axis';

export function TimeSlider({ axis }: { axis: TimeAxis }) {
  const { grid, place, onPlace } = axis;
  const own = grid.seconds[grid.places]!;
  const t = secondsAt(axis);
  const isOwn = place === grid.places;
  const beyond = t > grid.duration;
  const where = isOwn ? ', its own start' : beyond ? ', beyond the end of the clip' : '';
  return (
    <div className="nav-slider">
      <label htmlFor="navigator-t" className="nav-gutter">
        <span>
          <span className="symbol">t</span>
        </span>
      </label>
      <input
        id="navigator-t"
        type="range"
        min={0}
        max={grid.places - 1}
        step={1}
        value={isOwn ? Math.round(own / grid.step) : place}
        aria-valuetext={`${secondsText(t, grid)} seconds${where}`}
        onChange={(event) => onPlace(Number(event.currentTarget.value))}
      />
      <div className="nav-ticks" aria-hidden>
        <span className="nav-own" style={{ left: along(own, grid) }} />
        <span className="nav-tick" data-end="start" style={{ left: 0 }}>
          0
        </span>
        <span className="nav-tick" style={{ left: along(grid.duration, grid) }}>
          clip ends, {secondsText(grid.duration, grid)}
        </span>
        <span className="nav-tick" data-end="end" style={{ left: '100%' }}>
          {secondsText(grid.end, grid)} s
        </span>
      </div>
      <p className="nav-t">
        <output htmlFor="navigator-t">
          <span className="symbol">t</span> = {secondsText(t, grid)} s
        </output>
        <span className="dim">{where.slice(2)}</span>
        <Button size="compact-xs" variant="default" disabled={isOwn} onClick={() => onPlace(grid.places)}>
          Own t, {secondsText(own, grid)} s
        </Button>
      </p>
    </div>
  );
}

/** What colours and shapes on the maps mean. */
import { timeGradient } from './time_colour';
import { useScheme } from '../scheme';
import { useLabelShapes, useTimeEnd } from './map_time';
import { ShapeIcon } from './ShapeIcon';

export function Legend() {
  const scheme = useScheme();
  const timeEnd = useTimeEnd();
  const shapes = useLabelShapes();
  return (
    <div className="legend">
      <span className="legend-time">
        t&nbsp;=&nbsp;0
        <span className="legend-scale" style={{ backgroundImage: timeGradient(scheme) }} />
        {timeEnd}&nbsp;s
      </span>
      {[...shapes].map(([label, shape]) => (
        <span key={label} className="legend-label">
          <ShapeIcon shape={shape} /> {label}
        </span>
      ))}
    </div>
  );
}

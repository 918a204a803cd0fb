/** What colours and shapes on the maps mean. */
import { timeGradient } from './time_colour';
import { useScheme } from '../scheme';
import { useSessionState } from '../session_context';
import { useLabelShapes, useTimeEnd } from './map_time';
import { ShapeIcon } from './ShapeIcon';

export function Legend() {
  const scheme = useScheme();
  const timeEnd = useTimeEnd();
  const hasPoints = useSessionState((state) => state.embedding !== undefined);
  const shapes = useLabelShapes();
  return (
    <div className="legend">
      <span className="legend-time">
        t&nbsp;=&nbsp;0
        <span className="legend-scale" style={{ backgroundImage: timeGradient(scheme) }} />
        {hasPoints ? `${timeEnd} s` : '…'}
      </span>
      {[...shapes].map(([label, shape]) => (
        <span key={label} className="legend-label">
          <ShapeIcon shape={shape} /> {label}
        </span>
      ))}
    </div>
  );
}

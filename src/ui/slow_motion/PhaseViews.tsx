/** Phase 2: the views, as the encoder gets them. */
import { count } from '../format';
import { ViewList } from '../views/ViewList';
import type { PhaseProps } from './phase';

export function PhaseViews({ trace, views }: PhaseProps) {
  if (!views || views.step !== trace.step)
    return <p className="hint">The views of this step could not be drawn again: its videos were removed.</p>;
  return (
    <>
      <p className="hint">
        {views.views.length} of {count(views.total)} views.
      </p>
      <ViewList views={views.views} />
    </>
  );
}

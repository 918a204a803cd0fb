/** What the encoder saw in the last step: the augmented views of its batch, moving, each with its second and what was done to it. */
import { useEffect, useRef, useState } from 'react';
import type { StepViews } from '../../protocol/train';
import type { Prepared } from '../../session/state';
import { count } from '../format';
import { useActions, useSessionState } from '../session_context';
import { ViewList } from './ViewList';

/** More would take longer to send than to look at. */
const MOST_VIEWS = 16;

export function Views() {
  const [open, setOpen] = useState(false);
  return (
    <section className="panel views" aria-labelledby="views-heading">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <h2 id="views-heading">Views of the last step</h2>
        </summary>
        {open && <StepOfViews />}
      </details>
    </section>
  );
}

/** Asks again after every step, one question at a time: a fast training is shown as often as it can be. */
function useStepViews(): StepViews | undefined {
  const step = useSessionState((state) => state.step);
  const prepared = useSessionState((state) => state.prepared);
  const stage = useSessionState((state) => state.stage);
  const actions = useActions();
  const [answer, setAnswer] = useState<Answer | undefined>(undefined);
  const asking = useRef(false);
  useEffect(() => {
    const known = answer?.step === step && answer.prepared === prepared;
    if (asking.current || known || stage === 'preparing' || stage === 'lost') return;
    asking.current = true;
    void actions
      .views(MOST_VIEWS)
      // Why there is nothing to draw from stands in the library and in the notices.
      .catch(() => undefined)
      .then((views) => {
        asking.current = false;
        setAnswer({ step, prepared, views });
      });
  }, [actions, answer, step, prepared, stage]);
  return answer?.views;
}

/** What was asked for at a step of a training; the views tell themselves which step they are of. */
interface Answer {
  readonly step: number;
  readonly prepared: Prepared | undefined;
  readonly views: StepViews | undefined;
}

function StepOfViews() {
  const shown = useStepViews();
  if (!shown || shown.views.length === 0)
    return <p className="hint">Nothing yet: the views appear once the encoder is made.</p>;
  return (
    <>
      <p className="hint">
        Step {count(shown.step)}: {shown.views.length} of {count(shown.total)} views. Drawn again from seed,
        step, video and clip; the same on all frames of a clip.
      </p>
      <ViewList views={shown.views} />
    </>
  );
}

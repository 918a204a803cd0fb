/** What the encoder saw in the last step: the augmented views of its batch, moving, each with its second and what was done to it. */
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { ViewPicture } from '../../clips/view_pictures';
import type { StepViews } from '../../protocol/train';
import type { Prepared } from '../../session/state';
import { count } from '../format';
import { showFrame } from '../pixels';
import { useActions, useSessionState } from '../session_context';
import { onEachTick } from '../ticker';
import { viewWords } from './words';

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
  const library = useSessionState((state) => state.library);
  if (!shown || shown.views.length === 0)
    return <p className="hint">Nothing yet: the views appear once the encoder is made.</p>;
  const nameOf = (id: string) => library.find((video) => video.id === id)?.name ?? 'removed video';
  return (
    <>
      <p className="hint">
        Step {count(shown.step)}: {shown.views.length} of {count(shown.total)} views. Drawn again from seed,
        step, video and clip; the same on all frames of a clip.
      </p>
      <ul className="view-list">
        {shown.views.map((view) => (
          <li key={`${view.videoId} ${view.clip}`}>
            <ViewStrip view={view} />
            <span className="view-name" title={nameOf(view.videoId)}>
              {nameOf(view.videoId)}
            </span>
            <span className="dim">{viewWords(view)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function ViewStrip({ view }: { view: ViewPicture }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const still = useReducedMotion(undefined, { getInitialValueInEffect: false });
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return undefined;
    showFrame(canvas, view.strip, 0);
    return still ? undefined : onEachTick((tick) => showFrame(canvas, view.strip, tick));
  }, [view, still]);
  return <canvas ref={ref} className="view-strip" aria-hidden />;
}

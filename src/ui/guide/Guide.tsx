/** The first steps in one line under the header, each ticked when the page sees it done; in nobody's way, and gone when dismissed. */
import './guide.css';
import { Button, CloseButton, Tooltip } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { goToPlace } from '../commands/places';
import { useMapFocus } from '../maps/focus';
import { onDemand } from '../on_demand';
import { usePointerHint } from '../pointer_hints';
import { useSessionState } from '../session_context';
import { dismissGuide, setAbout, useGuideView } from './guide_view';
import { doneNow, STEPS, type Step, type StepName } from './steps';

const About = onDemand(() => import('./About'));

export function Guide() {
  const { shown, about } = useGuideView();
  return (
    <>
      {shown && <Strip />}
      {about && <About />}
    </>
  );
}

function goToStep(name: StepName): void {
  if (name === 'clips') goToPlace('library');
  if (name === 'train') document.querySelector<HTMLElement>('.transport button')?.focus();
  if (name === 'compare') goToPlace('maps');
  if (name === 'navigate') {
    const navigator = document.querySelector<HTMLDetailsElement>('details.navigator');
    if (!navigator) return;
    navigator.open = true;
    navigator.querySelector('summary')?.focus();
  }
}

/** What was done since the strip was shown. */
function useDone(): ReadonlySet<StepName> {
  const library = useSessionState((state) => state.library);
  const trainOn = useSessionState((state) => state.trainOn);
  const step = useSessionState((state) => state.step);
  const embedding = useSessionState((state) => state.embedding);
  const pointsAt = useMapFocus((focus) => focus.segment !== undefined);
  const [dragged, setDragged] = useState(false);
  const [done, setDone] = useState<ReadonlySet<StepName>>(new Set());
  useEffect(() => {
    const onInput = ({ target }: Event) => {
      if (target instanceof HTMLElement && target.id === 'navigator-t') setDragged(true);
    };
    document.addEventListener('input', onInput);
    return () => document.removeEventListener('input', onInput);
  }, []);
  const fresh = doneNow({ library, trainOn, step, embedding, pointsAt, dragged }).filter(
    (name) => !done.has(name),
  );
  // While rendering: what was seen must not be forgotten when it is over.
  if (fresh.length > 0) setDone(new Set([...done, ...fresh]));
  return done;
}

function Strip() {
  const done = useDone();
  const next = STEPS.find(({ name }) => !done.has(name));
  const hint = usePointerHint();
  const textOf = (text: Step['text']) => (typeof text === 'string' ? text : hint(text.hint));
  return (
    <section className="guide" aria-label="First steps">
      <ol>
        {STEPS.map(({ name, title, text }, i) => (
          <li
            key={name}
            data-done={done.has(name) || undefined}
            aria-current={name === next?.name ? 'step' : undefined}
          >
            <Tooltip label={textOf(text)}>
              <button type="button" onClick={() => goToStep(name)}>
                <span className="guide-mark" aria-hidden>
                  {done.has(name) ? <IconCheck size={12} /> : i + 1}
                </span>
                {title}
                <span className="visually-hidden">{done.has(name) ? ', done' : `: ${textOf(text)}`}</span>
              </button>
            </Tooltip>
          </li>
        ))}
      </ol>
      <p className="guide-text" aria-hidden>
        {next
          ? textOf(next.text)
          : 'That was it. Next: change one setting, train again, and compare the runs.'}
      </p>
      <Button size="compact-xs" variant="subtle" onClick={() => setAbout(true)}>
        About
      </Button>
      <CloseButton size="sm" aria-label="Dismiss the first steps" onClick={dismissGuide} />
    </section>
  );
}

/** What the queue of MoCo holds: the panel, closed until it is wanted. */
import { lazy, Suspense, useRef, useState } from 'react';
import { FRAMEWORKS } from '../../contrast/config';
import { useSessionState } from '../session_context';

const QueueContents = lazy(() => import('./QueueContents'));

export function QueuePanel() {
  const [open, setOpen] = useState(false);
  const ref = useRef<HTMLDetailsElement>(null);
  return (
    <section className="panel views" aria-labelledby="queue-heading">
      <details ref={ref} onToggle={() => setOpen(ref.current?.open ?? false)} id="queue">
        <summary>
          <h2 id="queue-heading">What the queue holds</h2>
        </summary>
        {open && <Contents />}
      </details>
    </section>
  );
}

function Contents() {
  const framework = useSessionState(
    (state) => (state.prepared?.config ?? state.config.train).contrast.framework,
  );
  const { name, queue } = FRAMEWORKS[framework];
  if (!queue)
    return (
      <p className="hint">
        {name} has no queue: it is MoCo that keeps the keys of earlier steps as negatives. Choose MoCo under
        Contrast to see one.
      </p>
    );
  return (
    <Suspense fallback={<p className="hint">Asking for the queue …</p>}>
      <QueueContents />
    </Suspense>
  );
}

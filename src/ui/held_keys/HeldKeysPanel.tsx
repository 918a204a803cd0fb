/** What the queue of MoCo holds: the panel, closed until it is wanted. */
import { lazy, Suspense, useRef, useState } from 'react';
import { FRAMEWORKS } from '../../contrast/config';
import { useSessionState } from '../session_context';

const HeldKeysContents = lazy(() => import('./HeldKeysContents'));

export function HeldKeysPanel() {
  const [open, setOpen] = useState(false);
  const ref = useRef<HTMLDetailsElement>(null);
  return (
    <section className="panel views" aria-labelledby="held-keys-heading">
      <details ref={ref} onToggle={() => setOpen(ref.current?.open ?? false)} id="held-keys">
        <summary>
          <h2 id="held-keys-heading">What the queue of keys holds</h2>
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
      <HeldKeysContents />
    </Suspense>
  );
}

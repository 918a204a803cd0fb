/** Latent time navigator: one clip, t in one's hand, and where f' goes. Closed until it is wanted. */
import { useRef, useState } from 'react';
import { runId, type RunConfig } from '../../time/config';
import type { Embedding } from '../../session/state';
import { useSessionState } from '../session_context';
import { Bench } from './Bench';

export function Navigator() {
  const ref = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState(false);
  const onToggle = () => {
    const details = ref.current;
    if (!details) return;
    setOpen(details.open);
    // It opens below what is in view, and brings a picture of the map with it.
    if (details.open) requestAnimationFrame(() => scrollTo(details));
  };
  return (
    <details className="navigator" ref={ref} onToggle={onToggle}>
      <summary>
        <h2>Latent time navigator</h2>
        <span className="hint">drag t of one clip and see where its f′ goes, and what moves it there</span>
      </summary>
      {open && <Contents />}
    </details>
  );
}

/** Within the column of the maps alone: `scrollIntoView` would move the page under its header too. */
function scrollTo(details: HTMLElement): void {
  const column = details.closest('.maps-scroll');
  if (column) column.scrollTop += details.getBoundingClientRect().top - column.getBoundingClientRect().top;
}

function Contents() {
  const configured = useSessionState((state) => state.config.train.runs);
  const prepared = useSessionState((state) => state.prepared?.config.runs);
  const embedding = useSessionState((state) => state.embedding);
  const runs = prepared ?? configured;
  const timed = timedRuns(runs, embedding);
  const [first] = timed;
  if (!embedding || !first)
    return (
      <p className="hint">
        {runs.every(({ variant }) => variant === 'base')
          ? 'None of the runs has a time module: add V3 transform to the runs to navigate time.'
          : 'No segment is embedded yet: the navigator opens with the first map.'}
      </p>
    );
  return <Bench runs={[first, ...timed.slice(1)]} embedding={embedding} />;
}

/** Runs with a time module whose segments are embedded. */
function timedRuns(runs: readonly RunConfig[], embedding: Embedding | undefined): RunConfig[] {
  return runs.filter((run) => run.variant !== 'base' && embedding?.runs.some(({ id }) => id === runId(run)));
}

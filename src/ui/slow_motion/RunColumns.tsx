/** The runs of the lock-step side by side: what each made of the same batch. */
import type { ReactNode } from 'react';
import type { ShownRun } from './phase';

interface RunColumnsProps {
  readonly runs: readonly ShownRun[];
  readonly children: (run: ShownRun) => ReactNode;
}

export function RunColumns({ runs, children }: RunColumnsProps) {
  return (
    <div className="slow-runs">
      {runs.map((run) => (
        <section key={run.trace.id} aria-label={run.name}>
          <h4>
            <span className="swatch" style={{ background: run.colour }} /> {run.name}
          </h4>
          {children(run)}
        </section>
      ))}
    </div>
  );
}

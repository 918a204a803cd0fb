/** Phase 6: the loss of each query, and their mean beside chance. */
import { decimal, nats } from '../format';
import { NumberTable } from './NumberTable';
import type { PhaseProps } from './phase';
import { RunColumns } from './RunColumns';
import { FRAMEWORK_WORDS } from './words';

export function PhaseLoss({ trace, runs, names }: PhaseProps) {
  const { contrast, chance } = trace;
  const { says, equation } = FRAMEWORK_WORDS[contrast.framework].loss(contrast);
  const losses = runs.flatMap(({ trace: { comparison } }) => Array.from(comparison?.losses ?? []));
  const low = Math.min(0, chance, ...losses);
  const high = Math.max(0, chance, ...losses);
  const along = (value: number) => (high > low ? (100 * (value - low)) / (high - low) : 0);
  return (
    <>
      <p className="hint">{says}</p>
      <p className="equation">{equation}</p>
      <RunColumns runs={runs}>
        {({ trace: { loss, comparison }, colour }) => (
          <>
            <p>
              Mean: <strong>{nats(loss)}</strong>{' '}
              <span className="dim">
                chance {nats(chance)}, {decimal(Math.abs(loss - chance), 3)}{' '}
                {loss < chance ? 'below' : 'above'} it
              </span>
            </p>
            {comparison && (
              <>
                <ul className="slow-bars" aria-hidden>
                  {Array.from(comparison.losses, (value, r) => (
                    <li key={r}>
                      <span>{names.short(comparison.queries[r]!)}</span>
                      <span className="slow-bar">
                        <i
                          style={{
                            left: `${along(Math.min(0, value))}%`,
                            width: `${Math.abs(along(value) - along(0))}%`,
                            background: colour,
                          }}
                        />
                        <b style={{ left: `${along(chance)}%` }} />
                      </span>
                      <span>{decimal(value, 2)}</span>
                    </li>
                  ))}
                </ul>
                <p className="hint slow-key" aria-hidden>
                  <b /> chance
                </p>
                <NumberTable
                  title="Loss of each query"
                  heads={['Query', 'loss', 'less chance']}
                  rows={Array.from(comparison.losses, (value, r) => [
                    names.long(comparison.queries[r]!),
                    decimal(value, 3),
                    decimal(value - chance, 3),
                  ])}
                />
              </>
            )}
          </>
        )}
      </RunColumns>
    </>
  );
}

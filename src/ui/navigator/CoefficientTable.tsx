/** The heat map as text: the coefficients that are largest at t. */
import { useState } from 'react';
import { decimal } from '../format';
import type { CoefficientRow, CoefficientWords } from './coefficients';

const MOST = 10;

interface CoefficientTableProps {
  readonly rows: readonly CoefficientRow[];
  readonly words: CoefficientWords;
  /** At t, by the index of direction or dimension. */
  readonly valueAt: (index: number) => number;
}

export function CoefficientTable({ rows, words, valueAt }: CoefficientTableProps) {
  const [open, setOpen] = useState(false);
  const largest = [...rows].sort((a, b) => Math.abs(valueAt(b.index)) - Math.abs(valueAt(a.index)));
  return (
    <details className="nav-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Largest {words.plural} as table</summary>
      {open && (
        <table aria-label={`Largest ${words.plural} at t`}>
          <thead>
            <tr>
              <th scope="col">{words.row}</th>
              <th scope="col">at t</th>
              <th scope="col">least over the clip</th>
              <th scope="col">mean</th>
              <th scope="col">largest</th>
            </tr>
          </thead>
          <tbody>
            {largest.slice(0, MOST).map(({ index, low, mean, high }) => (
              <tr key={index}>
                <th scope="row">{index + 1}</th>
                {[valueAt(index), low, mean, high].map((value, i) => (
                  <td key={i}>{decimal(value, 3)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}

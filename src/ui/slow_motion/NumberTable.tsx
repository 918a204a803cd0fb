/** Numbers of a phase as text: closed until they are wanted, or open where they are the picture. */
import { useState, type ReactNode } from 'react';

interface NumberTableProps {
  readonly title: string;
  readonly heads: readonly string[];
  /** The first cell of a row is its head. */
  readonly rows: readonly (readonly ReactNode[])[];
  /** In plain sight from the beginning. */
  readonly open?: boolean;
}

export function NumberTable({ title, heads, rows, open: atFirst = false }: NumberTableProps) {
  const [open, setOpen] = useState(atFirst);
  return (
    <details className="slow-table" open={atFirst} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {open && (
        <div className="table-scroll" role="region" aria-label={title} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {heads.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([head, ...cells], i) => (
                <tr key={i}>
                  <th scope="row">{head}</th>
                  {cells.map((cell, j) => (
                    <td key={j}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

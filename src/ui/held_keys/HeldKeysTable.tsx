/** The queue as text: every key with its origin, its step and its cosine. */
import { useState } from 'react';
import type { QueueContents } from '../../train/trace_report';
import { decimal } from '../format';
import type { NameOf } from '../navigator/names';
import { cosineAt, isFalseNegative, isOfThisStep } from './reading';

const ROWS = 256;

interface HeldKeysTableProps {
  readonly contents: QueueContents;
  readonly query: number;
  readonly nameOf: NameOf;
}

export function HeldKeysTable(props: HeldKeysTableProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="loss-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Keys as table</summary>
      {open && <Rows {...props} />}
    </details>
  );
}

function Rows({ contents, query, nameOf }: HeldKeysTableProps) {
  const { origins } = contents;
  return (
    <>
      <div className="table-scroll" role="region" aria-label="Keys of the queue" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Place</th>
              <th scope="col">Video</th>
              <th scope="col">t, s</th>
              <th scope="col">Step</th>
              <th scope="col">Cosine</th>
              <th scope="col">Kind</th>
            </tr>
          </thead>
          <tbody>
            {origins.slice(0, ROWS).map((origin, place) => {
              const cosine = cosineAt(contents, query, place);
              return (
                <tr key={place}>
                  <th scope="row">{place + 1}</th>
                  <td>{origin ? nameOf(origin.videoId).name : 'unknown'}</td>
                  <td>{origin ? origin.start.toFixed(2) : '–'}</td>
                  <td>{origin ? origin.step : '–'}</td>
                  <td>{cosine === undefined ? '–' : decimal(cosine, 3)}</td>
                  <td>
                    {isFalseNegative(contents, query, place)
                      ? 'false negative'
                      : isOfThisStep(contents, place)
                        ? 'new'
                        : origin
                          ? 'negative'
                          : ''}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {origins.length > ROWS && <p className="hint">The newest {ROWS} keys.</p>}
    </>
  );
}

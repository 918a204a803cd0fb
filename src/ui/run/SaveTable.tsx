/** Saves the table of all runs, as it is shown, as CSV or JSON. */
import { Button } from '@mantine/core';
import { useSessionState } from '../session_context';
import { download, safeName } from '../maps/download';
import { useRunView } from './run_view';
import type { ShownTable } from './table_entries';
import { tableCsv, tableJson } from './table_files';

interface SaveTableProps extends Pick<ShownTable, 'groups' | 'columns' | 'baseline'> {
  /** Of the baseline. */
  readonly title: string | undefined;
  /** Tells what it came to. */
  readonly say: (sentence: string) => void;
}

const KINDS = ['CSV', 'JSON'] as const;

export function SaveTable({ groups, columns, baseline, title, say }: SaveTableProps) {
  const { filter, sorting, bySeeds } = useRunView();
  const map = useSessionState((state) => state.config.map);
  const kept = useSessionState((state) => state.keptWeights);
  const save = (kind: (typeof KINDS)[number]) => {
    const table: ShownTable = { groups, columns, baseline, map, goesOn: ({ id }) => kept[id] !== undefined };
    const saved = new Date();
    const sortedBy = sorting && `${sorting.key}${sorting.descending ? ', descending' : ''}`;
    const view = { filter, groupedBySeeds: bySeeds, sortedBy, baseline: title };
    const name = `${safeName(`ltn-runs-${saved.toISOString().slice(0, 19)}`)}.${kind.toLowerCase()}`;
    download(
      name,
      kind === 'CSV'
        ? new Blob([tableCsv(table)], { type: 'text/csv' })
        : new Blob([tableJson(table, view, saved)], { type: 'application/json' }),
    );
    say(`Saved as ${name}: ${groups.length === 1 ? '1 line' : `${groups.length} lines`} of the table.`);
  };
  return (
    <div className="all-runs-save" role="group" aria-label="Save the table">
      <span className="dim">Save what is shown:</span>
      {KINDS.map((kind) => (
        <Button
          key={kind}
          size="compact-xs"
          variant="default"
          aria-label={`Save the table as ${kind}`}
          title={
            kind === 'CSV'
              ? 'A line each: scores with intervals and controls'
              : 'The same, with the whole configuration of every run'
          }
          disabled={groups.length === 0}
          onClick={() => save(kind)}
        >
          {kind}
        </Button>
      ))}
    </div>
  );
}

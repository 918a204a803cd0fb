/** The head of the table of all runs: every column can be sorted by; the scores stand in pairs, f and f′, under their measure. */
import { Term } from '../measures/Term';
import { MEASURE_TEXTS } from './measure_texts';
import { sortBy, useRunView } from './run_view';
import type { ScoreColumn, SortKey } from './sorting';

const COLUMNS: readonly { readonly key: SortKey; readonly title: string }[] = [
  { key: 'framework', title: 'Framework' },
  { key: 'seed', title: 'Seed' },
  { key: 'step', title: 'Step' },
  { key: 'loss', title: 'Loss' },
  { key: 'top1', title: 'Top-1' },
];

export function RunsHead({ columns }: { columns: readonly ScoreColumn[] }) {
  return (
    <thead>
      <tr>
        <SortHead by="name" title="Run" rowSpan={2} className="run-name" />
        <th scope="col" rowSpan={2} className="left">
          Changed
        </th>
        {COLUMNS.map(({ key, title }) => (
          <SortHead key={key} by={key} title={title} rowSpan={2} />
        ))}
        {columns.flatMap(({ key, measure, space }) =>
          space === 'f' ? (
            <th key={key} scope="colgroup" colSpan={2} className="score-f score-measure">
              <Term {...MEASURE_TEXTS[measure]} />
            </th>
          ) : (
            []
          ),
        )}
        <th scope="col" rowSpan={2} className="left">
          Note
        </th>
        <th scope="col" rowSpan={2}>
          <span className="visually-hidden">Actions</span>
        </th>
      </tr>
      <tr>
        {columns.map(({ key, measure, space }) => (
          <SortHead
            key={key}
            by={key}
            title={space === 'f' ? 'f' : 'f′'}
            spoken={`${MEASURE_TEXTS[measure].title} `}
            className={space === 'f' ? 'score-f' : undefined}
          />
        ))}
      </tr>
    </thead>
  );
}

interface SortHeadProps {
  readonly by: SortKey;
  readonly title: string;
  readonly spoken?: string;
  readonly rowSpan?: number;
  readonly className?: string | undefined;
}

function SortHead({ by, title, spoken, rowSpan, className }: SortHeadProps) {
  const sorting = useRunView((view) => view.sorting);
  const order = sorting?.key === by ? (sorting.descending ? 'descending' : 'ascending') : 'none';
  return (
    <th scope="col" rowSpan={rowSpan} className={className} aria-sort={order}>
      <button type="button" className="sort" onClick={() => sortBy(by)}>
        {spoken && <span className="visually-hidden">{spoken}</span>}
        {title}
        <span aria-hidden>{order === 'none' ? '' : order === 'ascending' ? ' ↑' : ' ↓'}</span>
      </button>
    </th>
  );
}

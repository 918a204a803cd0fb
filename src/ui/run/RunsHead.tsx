/** The head of the table of all runs: every column can be sorted by; the scores stand in pairs, f and f′, under their measure. */
import { Term } from '../measures/Term';
import { hasTwoLines, headId, SPANS } from './heads';
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
  const two = hasTwoLines(columns);
  // Over the scores, or beside them.
  const place = (span: number) => (two ? { colSpan: span } : { rowSpan: 2 });
  const measures = columns.map(({ key, measure, space }) =>
    space === 'f' ? (
      <th
        key={key}
        id={headId(`measure ${measure}`)}
        scope="colgroup"
        colSpan={2}
        className="score-f score-measure"
      >
        <Term {...MEASURE_TEXTS[measure]} />
      </th>
    ) : null,
  );
  return (
    <thead>
      <tr>
        <SortHead by="name" title="Run" rowSpan={two ? 3 : 2} className="run-name" />
        <th id={headId('changed')} scope="col" {...place(SPANS.changed)} className="left">
          Changed
        </th>
        {COLUMNS.map(({ key, title }) => (
          <SortHead key={key} by={key} title={title} {...place(SPANS.one)} />
        ))}
        {!two && measures}
        <th id={headId('note')} scope="col" {...place(SPANS.note)} className="left">
          Note
        </th>
        <th id={headId('actions')} scope="col" {...place(SPANS.actions)}>
          <span className="visually-hidden">Actions</span>
        </th>
      </tr>
      {two && <tr>{measures}</tr>}
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
  readonly colSpan?: number;
  readonly className?: string | undefined;
}

function SortHead({ by, title, spoken, className, ...spans }: SortHeadProps) {
  const sorting = useRunView((view) => view.sorting);
  const order = sorting?.key === by ? (sorting.descending ? 'descending' : 'ascending') : 'none';
  return (
    <th id={headId(by)} scope="col" {...spans} className={className} aria-sort={order}>
      <button type="button" className="sort" onClick={() => sortBy(by)}>
        {spoken && <span className="visually-hidden">{spoken}</span>}
        {title}
        <span aria-hidden>{order === 'none' ? '' : order === 'ascending' ? ' ↑' : ' ↓'}</span>
      </button>
    </th>
  );
}

/** Phase 5: what each query is compared with, and how near its positive is among it. */
import { useCallback, useMemo } from 'react';
import type { ComparisonTrace, RunTrace, StepTrace } from '../../train/trace_report';
import { CellGrid, type CellAt, type CellColour } from '../cells/CellGrid';
import { decimal } from '../format';
import { divergingColour } from '../navigator/coefficients';
import { useVideoNames } from '../navigator/names';
import { useScheme } from '../scheme';
import type { ClipNames } from './clip_names';
import { NumberTable } from './NumberTable';
import type { PhaseProps } from './phase';
import { readCode, readQuery, scaleOf } from './readings';
import { RunColumns } from './RunColumns';
import { FRAMEWORK_WORDS } from './words';

export function PhaseSimilarities({ trace, runs, names }: PhaseProps) {
  const words = FRAMEWORK_WORDS[trace.contrast.framework];
  return (
    <>
      <p className="hint">{words.similarity}</p>
      <RunColumns runs={runs}>
        {({ trace: run }) =>
          run.comparison ? (
            <Compared trace={trace} run={run} comparison={run.comparison} names={names} />
          ) : (
            <p className="hint">This framework does not tell what it compares.</p>
          )
        }
      </RunColumns>
    </>
  );
}

interface ComparedProps {
  readonly trace: StepTrace;
  readonly run: RunTrace;
  readonly comparison: ComparisonTrace;
  readonly names: ClipNames;
}

function Compared({ trace, run, comparison, names }: ComparedProps) {
  const { temperature, framework } = trace.contrast;
  const { queries, perQuery, positives, positiveClips, width, others } = comparison;
  const words = FRAMEWORK_WORDS[framework];
  const otherName = useOtherNames(run, comparison, names);
  const colours = useSimilarityColours(temperature);
  const ofPositive = useMemo(() => colours(positives, perQuery), [colours, positives, perQuery]);
  const ofOther = useMemo(() => colours(others, width), [colours, others, width]);
  const heads = queries.length > 12 ? undefined : queries.map(names.short);
  const text = (s: number) => `cos ${decimal(s * temperature, 3)}, s = ${decimal(s, 2)}`;
  const height = queries.length > 12 ? 9 : 13;
  return (
    <>
      {perQuery > 0 && (
        <figure className="slow-strip">
          <figcaption>
            Queries × own positives [{queries.length},{perQuery}]
          </figcaption>
          <CellGrid
            label={`Similarities of ${queries.length} queries with their ${perQuery} positives`}
            rows={queries.length}
            columns={perQuery}
            height={height}
            widest={44}
            colourOf={ofPositive}
            textOf={(row, column) =>
              `${names.long(queries[row]!)} with ${names.long(positiveClips[row]![column]!)}: ${text(positives[row * perQuery + column]!)}`
            }
            rowHeads={heads}
          />
        </figure>
      )}
      {width > 0 ? (
        <figure className="slow-strip">
          <figcaption>
            Queries × {words.others} [{queries.length},{width}]
            {framework === 'moco' && <span className="dim"> newest first</span>}
          </figcaption>
          <CellGrid
            label={`Similarities of ${queries.length} queries with ${width} ${words.others}`}
            rows={queries.length}
            columns={width}
            height={height}
            colourOf={ofOther}
            textOf={(row, column) => {
              const s = others[row * width + column]!;
              const what = Number.isNaN(s) ? 'not compared' : text(s);
              return `${names.long(queries[row]!)} with ${otherName(row, column)}: ${what}`;
            }}
            rowHeads={heads}
            dots={ownVideoCells(run, trace)}
          />
        </figure>
      ) : (
        <p className="hint">
          The queue holds no key yet: there is nothing to be wrong about, and the loss is 0.
        </p>
      )}
      {comparison.targets && (
        <Codes comparison={comparison} targets={comparison.targets} names={names} heads={heads} />
      )}
      <ReadingTable
        comparison={comparison}
        temperature={temperature}
        words={words}
        names={names}
        otherName={otherName}
      />
      <p className="hint">
        Top-1 of the batch: {Math.round(100 * run.top1)} %.
        {run.queue && ` ${falseNegatives(run, trace)}`}
      </p>
    </>
  );
}

interface CodesProps {
  readonly comparison: ComparisonTrace;
  readonly targets: Float32Array;
  readonly names: ClipNames;
  readonly heads: readonly string[] | undefined;
}

/** What the softmax over the prototypes is to become. */
function Codes({ comparison: { queries, width }, targets, names, heads }: CodesProps) {
  const scheme = useScheme();
  const most = scaleOf(targets);
  const colourOf = useCallback(
    (row: number, column: number) => divergingColour(targets[row * width + column]! / most, scheme),
    [most, scheme, targets, width],
  );
  return (
    <figure className="slow-strip">
      <figcaption>
        Their codes [{queries.length},{width}]<span className="dim"> up to {decimal(most)}</span>
      </figcaption>
      <CellGrid
        label={`Codes of ${queries.length} queries over ${width} prototypes`}
        rows={queries.length}
        columns={width}
        height={queries.length > 12 ? 9 : 13}
        colourOf={colourOf}
        textOf={(row, column) =>
          `${names.long(queries[row]!)}: code of prototype ${column + 1} = ${decimal(targets[row * width + column]!, 3)}`
        }
        rowHeads={heads}
      />
    </figure>
  );
}

/** Diverging over the cosine; no colour where nothing was compared. */
function useSimilarityColours(temperature: number) {
  const scheme = useScheme();
  return useCallback(
    (values: Float32Array, width: number) =>
      (row: number, column: number): CellColour => {
        const s = values[row * width + column]!;
        return Number.isNaN(s) ? undefined : divergingColour(s * temperature, scheme);
      },
    [temperature, scheme],
  );
}

/** What a column of the others is called, for the query of a row. */
function useOtherNames({ queue }: RunTrace, { otherClips }: ComparisonTrace, names: ClipNames) {
  const nameOf = useVideoNames();
  return (row: number, column: number): string => {
    const clip = otherClips?.[row]?.[column];
    if (clip !== undefined) return names.long(clip);
    if (!queue) return `prototype ${column + 1}`;
    const origin = queue.held[column];
    if (!origin) return `key ${column + 1}, of unknown origin`;
    const { videoId, start, step } = origin;
    return `key ${column + 1}: ${nameOf(videoId).name}, t = ${start.toFixed(2)} s, of step ${step}`;
  };
}

interface ReadingTableProps {
  readonly comparison: ComparisonTrace;
  readonly temperature: number;
  readonly words: { readonly softmax: boolean };
  readonly names: ClipNames;
  readonly otherName: (row: number, column: number) => string;
}

function ReadingTable({ comparison, temperature, words, names, otherName }: ReadingTableProps) {
  const { queries, targets, perQuery, width, others } = comparison;
  if (targets)
    return (
      <NumberTable
        title="Codes and predictions"
        open
        heads={['Query', 'prototype', 'its code', 'softmax', 'rank']}
        rows={queries.map((query, r) => {
          const reading = readCode(comparison, r)!;
          const { prototype, code, share, rank } = reading;
          return [
            names.short(query),
            prototype + 1,
            decimal(code, 3),
            decimal(share, 3),
            `${rank} of ${width}`,
          ];
        })}
      />
    );
  return (
    <NumberTable
      title="Positives among all that was compared"
      open
      heads={[
        'Query',
        perQuery > 1 ? 'mean cos⁺' : 'cos⁺',
        's⁺ = cos/T',
        ...(words.softmax ? ['softmax⁺'] : []),
        'rank',
        'nearest other',
      ]}
      rows={queries.map((query, r) => {
        const { positive, share, rank, candidates, hardest } = readQuery(comparison, r);
        const rival = hardest === undefined ? undefined : others[r * width + hardest]!;
        return [
          names.short(query),
          decimal(positive * temperature, 3),
          decimal(positive, 2),
          ...(words.softmax ? [decimal(share, 3)] : []),
          `${rank} of ${candidates}`,
          rival === undefined ? (
            '–'
          ) : (
            <span title={otherName(r, hardest!)}>cos {decimal(rival * temperature, 3)}</span>
          ),
        ];
      })}
    />
  );
}

/** Keys that served as negatives and are of the query's own video. */
function ownVideoCells({ queue, comparison }: RunTrace, { clips }: StepTrace): CellAt[] {
  return comparison!.queries.flatMap((place, row) =>
    (queue?.held ?? []).flatMap((origin, column) =>
      origin?.videoId === clips[place]!.videoId ? [{ row, column }] : [],
    ),
  );
}

function falseNegatives(run: RunTrace, trace: StepTrace): string {
  const cells = ownVideoCells(run, trace);
  const queries = run.comparison!.queries.length;
  return cells.length === 0
    ? 'No key in the queue was of a query’s own video: every negative is a true one.'
    : `False negatives (dots): ${decimal(cells.length / queries, 1)} keys a query are of its own video and are pushed away all the same.`;
}

/** The keys of a queue, newest first: where each came from, and how near it is to a query of the last step. */
import './held_keys.css';
import { NativeSelect } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { runId, runName } from '../../time/config';
import type { ClipOrigin, QueueContents as Contents } from '../../train/trace_report';
import { CellGrid, type CellAt, type CellColour } from '../cells/CellGrid';
import { count, decimal } from '../format';
import { lookAway, useMapFocus } from '../maps/focus';
import { categoryColours } from '../maps/category_colour';
import { divergingColour } from '../navigator/coefficients';
import { useVideoNames, type NameOf } from '../navigator/names';
import { usePointerHint } from '../pointer_hints';
import { useScheme } from '../scheme';
import { useSessionState } from '../session_context';
import { KeyClip } from './KeyClip';
import { HeldKeysTable } from './HeldKeysTable';
import { cosineAt, falseNegativeSentence, gridOf, isFalseNegative, isOfThisStep } from './reading';
import { MOST_KEYS, useHeldKeys } from './use_held_keys';

const COLOUR_BY = { video: 'video', label: 'label', cosine: 'cosine with the query' } as const;
type ColourBy = keyof typeof COLOUR_BY;

export default function HeldKeysContents() {
  const configured = useSessionState((state) => state.config.train.runs);
  const prepared = useSessionState((state) => state.prepared?.config.runs);
  const runs = prepared ?? configured;
  const [chosen, setChosen] = useState<string>();
  const run = runs.find((other) => runId(other) === chosen) ?? runs[0]!;
  const answer = useHeldKeys(runId(run));
  return (
    <div className="held-keys">
      {runs.length > 1 && (
        <NativeSelect
          size="xs"
          label="Run"
          value={runId(run)}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={runs.map((other) => ({ value: runId(other), label: runName(other) }))}
        />
      )}
      {answer === undefined ? (
        <p className="hint">Asking for the queue …</p>
      ) : !answer.ok ? (
        <p className="hint">{answer.message}</p>
      ) : answer.contents === undefined ? (
        <p className="hint">Nothing yet: the queue is made together with the encoder.</p>
      ) : (
        <Held contents={answer.contents} />
      )}
    </div>
  );
}

function Held({ contents }: { contents: Contents }) {
  const nameOf = useVideoNames();
  const [chosen, setQuery] = useState(0);
  const [by, setBy] = useState<ColourBy>('video');
  const { filled, length, origins, queries, step } = contents;
  const query = Math.min(chosen, Math.max(0, queries.length - 1));
  const ofThisStep = origins.filter((_, place) => isOfThisStep(contents, place)).length;
  return (
    <>
      <p className="held-keys-fill">
        <strong>
          {count(filled)} of {count(length)}
        </strong>{' '}
        places filled after step {count(step)}
        <progress max={length} value={filled} aria-label="Places filled" />
      </p>
      {filled === 0 ? (
        <p className="hint">The queue starts empty; the keys of the first step are the first to enter.</p>
      ) : (
        <>
          <div className="held-keys-choice">
            {queries.length > 0 && (
              <NativeSelect
                size="xs"
                label="Query of the last step"
                value={query}
                onChange={(event) => setQuery(Number(event.currentTarget.value))}
                data={queries.map(({ videoId, start, clip }, i) => ({
                  value: String(i),
                  label: `${nameOf(videoId).name}, t = ${start.toFixed(2)} s${clip > 0 ? `, clip ${clip + 1}` : ''}`,
                }))}
              />
            )}
            <NativeSelect
              size="xs"
              label="Colour"
              value={by}
              onChange={(event) => setBy(event.currentTarget.value as ColourBy)}
              data={Object.entries(COLOUR_BY)
                .filter(([value]) => value !== 'cosine' || queries.length > 0)
                .map(([value, label]) => ({ value, label }))}
            />
          </div>
          <Keys contents={contents} query={query} by={by} nameOf={nameOf} />
          <p className="held-keys-false" data-none={contents.ofOwnVideo[query] === 0 || undefined}>
            {falseNegativeSentence(contents, query, Math.max(1, ofThisStep))}
          </p>
          {filled > MOST_KEYS && <p className="hint">Shown are the newest {count(MOST_KEYS)} keys.</p>}
          <HeldKeysTable contents={contents} query={query} nameOf={nameOf} />
        </>
      )}
    </>
  );
}

interface KeysProps {
  readonly contents: Contents;
  readonly query: number;
  readonly by: ColourBy;
  readonly nameOf: NameOf;
}

function Keys({ contents, query, by, nameOf }: KeysProps) {
  const { origins, length } = contents;
  const [at, setAt] = useState<CellAt>();
  const { rows, columns } = gridOf(Math.min(length, MOST_KEYS));
  const colours = useKeyColours(contents, query, by, nameOf);
  const colourOf = useCallback(
    (row: number, column: number) => colours[row * columns + column],
    [colours, columns],
  );
  const placeOf = ({ row, column }: CellAt) => row * columns + column;
  const textOf = (row: number, column: number) => {
    const place = placeOf({ row, column });
    if (place >= origins.length)
      return `Place ${place + 1}: ${place < length ? 'empty' : 'beyond the queue'}`;
    return describeKey(contents, query, place, nameOf);
  };
  const placeHere = at && placeOf(at);
  const hint = usePointerHint();
  return (
    <>
      <CellGrid
        label={`Keys of the queue, newest first, coloured by ${COLOUR_BY[by]}`}
        rows={rows}
        columns={columns}
        colourOf={colourOf}
        textOf={textOf}
        height={columns > 16 ? 8 : 18}
        dots={origins.flatMap((_, place) =>
          isFalseNegative(contents, query, place)
            ? [{ row: Math.floor(place / columns), column: place % columns }]
            : [],
        )}
        quiet
        onCell={(cell) => {
          if (cell) setAt(cell);
          const origin = cell && origins[placeOf(cell)];
          // The maps mark the segment where they have it.
          if (origin) useMapFocus.setState({ segment: segmentOf(origin), anchor: undefined });
          else lookAway();
        }}
      />
      <KeyClip origin={placeHere === undefined ? undefined : origins[placeHere]}>
        {at ? textOf(at.row, at.column) : hint('keys')}
      </KeyClip>
    </>
  );
}

const segmentOf = ({ videoId, start }: ClipOrigin) => ({ videoId, start });

/** By place, newest first; grey where the origin is unknown. */
function useKeyColours(
  contents: Contents,
  query: number,
  by: ColourBy,
  nameOf: NameOf,
): readonly CellColour[] {
  const scheme = useScheme();
  return useMemo(() => {
    const { origins } = contents;
    if (by === 'cosine')
      return origins.map((_, place) => divergingColour(cosineAt(contents, query, place) ?? 0, scheme));
    const categories = origins.map(
      (origin) => origin && (by === 'video' ? origin.videoId : nameOf(origin.videoId).label),
    );
    const names = [...new Set(categories)].filter((name) => name !== undefined).sort();
    const channels = categoryColours(names.length, scheme).map((text) => text.split(' ').map(Number));
    const grey = scheme === 'light' ? 150 : 110;
    return categories.map((category): CellColour => {
      if (category === undefined) return [grey, grey, grey];
      const [r, g, b] = channels[names.indexOf(category)]!;
      return [r!, g!, b!];
    });
  }, [by, contents, nameOf, query, scheme]);
}

/** e.g. `Place 3: Enter_07 (Enter), t = 1.20 s, entered in step 12, cosine 0.41, a false negative`. */
function describeKey(contents: Contents, query: number, place: number, nameOf: NameOf): string {
  const origin = contents.origins[place];
  const cosine = cosineAt(contents, query, place);
  const where = origin
    ? `${nameOf(origin.videoId).name} (${nameOf(origin.videoId).label}), t = ${origin.start.toFixed(2)} s, entered in step ${origin.step}`
    : 'of unknown origin, it came with the saved run';
  const kind = isFalseNegative(contents, query, place)
    ? ', a false negative'
    : isOfThisStep(contents, place)
      ? ', new: a negative from the next step on'
      : '';
  return `Place ${place + 1}: ${where}${cosine === undefined ? '' : `, cosine ${decimal(cosine, 3)}`}${kind}`;
}

/** One map of one run: what it is, its number, the points, and how the layout came about. */
import { Fragment, useRef } from 'react';
import type { MapLayout } from '../../protocol/map';
import type { RunConfig } from '../../time/config';
import { runId, runName } from '../../time/config';
import type { Space, SpaceMap } from '../../session/state';
import { count, decimal } from '../format';
import { useSessionState } from '../session_context';
import { emptyMapSentence } from '../status';
import { perplexityText } from './caption';
import { useDescription } from './describe';
import { MapCanvas } from './MapCanvas';
import { MapTools } from './MapTools';
import type { MapPainter } from './painter';
import { Scores, type ScoresProps } from './Scores';
import { useScoredClips } from './scored_clips';
import { missingAt, useMoment, useShownMap, useShownScores } from './shown_map';
import { reasonWithout, SPACE_TEXTS } from './spaces';
import { START_NAMES, STEP_0_NOTES } from './start_control';

export function MapCell({ run, space }: { run: RunConfig; space: Space }) {
  const reason = reasonWithout(run, space);
  if (reason === undefined) return <SpaceCell run={run} space={space} />;
  return (
    <p className="same-map">
      <span>{reason}</span>
    </p>
  );
}

function SpaceCell({ run, space }: { run: RunConfig; space: Space }) {
  const id = runId(run);
  const painterRef = useRef<MapPainter>(undefined);
  const map = useShownMap(id, space);
  const shown = useShownScores(id, space);
  const clips = useScoredClips();
  const moment = useMoment();
  const describe = useDescription();
  const { spoken, controls } = SPACE_TEXTS[space];
  return (
    <figure className="map-cell">
      <figcaption>
        <Title space={space} step={shown.step} start={shown.start} />
        <Scores {...shown} clips={clips} controls={controls} />
      </figcaption>
      <div className="map-frame">
        <MapCanvas
          map={map}
          name={`${runName(run)}: ${spoken}`}
          describe={describe}
          painterRef={painterRef}
        />
        {map ? (
          <MapTools map={map} run={run} space={space} painterRef={painterRef} />
        ) : (
          <EmptyMap missing={moment && missingAt(moment, id)} />
        )}
      </div>
      <MapFoot map={map} fromRecord={moment !== undefined} />
    </figure>
  );
}

interface TitleProps extends Pick<ScoresProps, 'step' | 'start'> {
  readonly space: Space;
}

/** Both notes are laid out, so that the first step moves nothing; one is seen and read. */
function Title({ space, step = 0, start }: TitleProps) {
  const { symbol, kind, note } = SPACE_TEXTS[space];
  const notes = [STEP_0_NOTES[start], note(START_NAMES[start])];
  const name = (
    <>
      <span className="symbol">{symbol}</span> {kind}
    </>
  );
  return (
    <div className="map-title">
      {notes.map((text, i) => {
        const isShown = (i === 0) === (step === 0);
        return (
          <div key={text} className={isShown ? undefined : 'map-title-room'}>
            {isShown ? <h4>{name}</h4> : <span className="map-name">{name}</span>}{' '}
            <p className="map-note">{text}</p>
          </div>
        );
      })}
    </div>
  );
}

interface FootProps {
  readonly map: SpaceMap | undefined;
  readonly fromRecord: boolean;
}

/** How the layout came about: read in full at any width, a new line where a part does not fit. */
function MapFoot({ map, fromRecord }: FootProps) {
  const parts = map
    ? [
        `embedding of step ${count(map.step)}`,
        ...(fromRecord ? ['from the record'] : layoutParts(map.layout)),
      ]
    : [];
  return (
    <p className="map-foot">
      <span>
        {parts.map((part, i) => (
          <Fragment key={i}>
            {i > 0 && ' · '}
            <span className="map-foot-part">{part}</span>
          </Fragment>
        ))}
      </span>
    </p>
  );
}

function layoutParts(layout: MapLayout): string[] {
  if (layout.projection === 'pca') {
    const [first, second] = layout.explained.map((share) => `${Math.round(100 * share)} %`);
    return [`PCA, ${first} and ${second} of the variance`];
  }
  const { iteration, settled, perplexity, kl, prepared } = layout;
  return [
    `t-SNE ${count(iteration)}${settled ? ', settled' : ''}`,
    perplexityText(perplexity),
    `KL ${Number.isFinite(kl) ? decimal(kl) : '–'}`,
    ...(prepared === undefined ? [] : [`neighbours ${Math.round(100 * prepared)} %`]),
  ];
}

/** `missing`: why there is none of the moment that is looked at. */
function EmptyMap({ missing }: { missing: string | undefined }) {
  const sentence = useSessionState(emptyMapSentence);
  return <p className="map-empty">{missing ?? sentence}</p>;
}

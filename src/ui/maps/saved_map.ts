/** All that is known of a map on show, for its files: how it is drawn, its legend, its caption and its name. */
import { useCallback } from 'react';
import { runId, runName, type RunConfig } from '../../time/config';
import type { Space, SpaceMap } from '../../session/state';
import { useScheme } from '../scheme';
import { useSessionState } from '../session_context';
import { captionOf } from './caption';
import { safeName } from './download';
import { legendItems } from './legend_items';
import { useLooks } from './looks';
import { useMapVideos, useTimeEnd } from './map_time';
import { useMapModes } from './modes';
import type { DrawnMap } from './pictures';
import { useMoment, useShownScores } from './shown_map';
import { SPACE_TEXTS } from './spaces';
import type { View } from './view';

interface SavedMap {
  /** Of its files, without their kind. */
  readonly name: string;
  readonly title: string;
  readonly drawn: (view: View | undefined) => DrawnMap;
}

export function useSavedMap(map: SpaceMap, run: RunConfig, space: Space): SavedMap {
  const looks = useLooks();
  const scheme = useScheme();
  const videos = useMapVideos();
  const timeEnd = useTimeEnd();
  const colourBy = useMapModes((state) => state.colourBy);
  const { time, order } = useShownScores(runId(run), space);
  const moment = useMoment();
  // The settings may be those of the next start already, and so may what is prepared.
  const seed = useSessionState(({ embedding, config }) => (embedding?.config ?? config.train).seed);
  const mapSeed = useSessionState((state) => state.config.map.seed);
  const embedded = useSessionState((state) => state.embedding?.step);
  const { step, layout } = map;
  const drawn = useCallback(
    (view: View | undefined): DrawnMap => {
      const facts = { map, space, run: runName(run), seed, mapSeed, time, order };
      const scoredAt = moment ? moment.step : embedded;
      const caption = captionOf({
        ...facts,
        scoredAt,
        fromRecord: moment !== undefined,
        zoom: view?.zoom ?? 1,
      });
      return { map, looks, scheme, view, caption, legend: legendItems(colourBy, videos, timeEnd, scheme) };
    },
    [map, space, run, seed, mapSeed, time, order, moment, embedded, looks, scheme, colourBy, videos, timeEnd],
  );
  return {
    name: safeName(`${runId(run)}-${space}-seed${seed}-step${step}-${layout.projection}`),
    title: `${SPACE_TEXTS[space].symbol} of ${runName(run)}, seed ${seed}, step ${step}, ${layout.projection === 'pca' ? 'PCA' : 't-SNE'}`,
    drawn,
  };
}

/** The map that is on show: the newest, or as it was at a moment of the training, with the number of that moment. */
import { useMemo } from 'react';
import type { Measured } from '../../evaluate/score';
import type { MapMoment } from '../../session/map_moments';
import { mapKey, type Space, type SpaceMap } from '../../session/state';
import { count } from '../format';
import { useSessionState } from '../session_context';
import { useMapModes } from './modes';
import type { Start } from './start_control';

/** The moment of the training that is looked at; undefined for the newest, also when that moment was let go. */
export function useMoment(): MapMoment | undefined {
  const moment = useMapModes((state) => state.moment);
  return useSessionState(({ mapMoments }) => (moment && mapMoments.includes(moment) ? moment : undefined));
}

export function useShownMap(runId: string, space: Space): SpaceMap | undefined {
  const key = mapKey(runId, space);
  const newest = useSessionState((state) => state.maps[key]);
  const moment = useMoment();
  return useMemo(() => {
    if (!moment || !newest) return newest;
    const positions = moment.positions[key];
    // The space was not on show then, or the run not there.
    if (positions?.length !== newest.layout.positions.length) return undefined;
    // Another key: what was placed among the points of now has no place among those of then.
    const layoutKey = `${newest.layout.key}@${moment.step}`;
    return { ...newest, step: moment.step, layout: { ...newest.layout, key: layoutKey, positions } };
  }, [key, moment, newest]);
}

/** Why a run has no map of a moment, one sentence. */
export function missingAt({ step, scores }: MapMoment, id: string): string {
  return id in scores
    ? `This space was not on show at step ${count(step)}.`
    : `This run joined later: it has no map of step ${count(step)}.`;
}

interface ShownScores {
  readonly time: Measured | undefined;
  readonly order: Measured | undefined;
  /** Training steps taken; undefined before there are numbers. */
  readonly step: number | undefined;
  readonly start: Start;
  readonly withoutStart: string | undefined;
}

/** What the runs of now started from. */
export function useStart(): Start {
  return useSessionState(({ prepared }) => (prepared?.startedFrom === undefined ? 'seed' : 'encoder'));
}

/** R² of t and Kendall's τ of what is on show, and what they are to be held against. */
export function useShownScores(runId: string, space: Space): ShownScores {
  const moment = useMoment();
  const scores = useSessionState(({ embedding }) =>
    moment ? moment.scores[runId] : embedding?.runs.find(({ id }) => id === runId)?.scores,
  );
  const newest = useSessionState(({ embedding }) => embedding?.step);
  const withoutStart = useSessionState(({ embedding }) => embedding?.withoutStart);
  const start = useStart();
  const step = moment ? moment.step : newest;
  return { time: scores?.[space], order: scores?.order[space], step, start, withoutStart };
}

/** Asks the train worker for f' over all seconds of the grid: anew for another run or segment, and with every embedding. */
import { useEffect, useState } from 'react';
import type { Navigation, Segment } from '../../protocol/train';
import type { NavigationAnswer } from '../../session/navigator';
import { useActions, useSessionState } from '../session_context';
import type { TimeGrid } from './time_grid';

/**
 * The newest answer for this run and segment, 'asking' before the first. The last one stands until the next has come.
 * `dim`: D of the embedding on show.
 */
export function useNavigation(
  runId: string,
  segment: Segment,
  grid: TimeGrid,
  dim: number,
): Navigation | { readonly problem: string } | 'asking' {
  const actions = useActions();
  const embedding = useSessionState((state) => state.embedding);
  const [answered, setAnswered] = useState<{ of: string; answer: NavigationAnswer }>();
  // New points or another duration make another grid; answers of the one before have other seconds.
  const of = `${runId} ${segment.videoId} ${segment.start} ${grid.end}`;

  useEffect(() => {
    let current = true;
    void actions.navigate(runId, segment, grid.seconds).then((answer) => {
      if (current) setAnswered({ of, answer });
    });
    return () => {
      current = false;
    };
  }, [actions, embedding, grid, of, runId, segment]);

  if (answered?.of !== of) return 'asking';
  if (!answered.answer.ok) return { problem: answered.answer.message };
  // Of the encoder before, while that of another width is being embedded.
  const { navigation } = answered.answer;
  return navigation.dim === dim ? navigation : 'asking';
}

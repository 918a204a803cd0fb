/** What a video on the maps is called, also after it was removed. */
import { useCallback } from 'react';
import type { LibraryVideo } from '../../session/state';
import { useSessionState } from '../session_context';

export type NameOf = (videoId: string) => { readonly name: string; readonly label: string };

export function useVideoNames(): NameOf {
  const find = useVideoFinder();
  return useCallback(
    (videoId) => {
      const video = find(videoId);
      return { name: video?.name ?? 'removed video', label: video?.label ?? '' };
    },
    [find],
  );
}

export function useVideoFinder(): (videoId: string) => LibraryVideo | undefined {
  const library = useSessionState((state) => state.library);
  const removed = useSessionState((state) => state.removed);
  return useCallback(
    (videoId) => [...library, ...removed].find(({ id }) => id === videoId),
    [library, removed],
  );
}

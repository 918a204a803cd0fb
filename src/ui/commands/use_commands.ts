/** The commands as things stand. */
import { useMantineColorScheme } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useMemo } from 'react';
import { setAbout, showGuide } from '../guide/guide_view';
import { showAllRuns, showBySeeds } from '../run/run_view';
import { useActions, useSessionState } from '../session_context';
import { takeSlowStep } from '../slow_motion/slow_motion_view';
import { showKeys, showPalette } from './command_view';
import { commandsOf, type Command } from './command_list';

export function useCommands(): readonly Command[] {
  const stage = useSessionState((state) => state.stage);
  const plan = useSessionState((state) => state.plan);
  const history = useSessionState((state) => state.history);
  const config = useSessionState((state) => state.config);
  const kernels = useSessionState((state) => state.kernels);
  const queue = useSessionState((state) => state.queue);
  const queueWorks = useSessionState((state) => state.queueWorks);
  const gpu = useSessionState((state) => state.gpu);
  const computeOn = useSessionState((state) => state.computeOn);
  const actions = useActions();
  const { setColorScheme } = useMantineColorScheme();
  const { copy } = useClipboard();
  return useMemo(
    () =>
      commandsOf({ stage, plan, history, config, kernels, queue, queueWorks, gpu, computeOn }, actions, {
        setScheme: setColorScheme,
        copyLink: () => copy(window.location.href),
        showRuns: showAllRuns,
        showBySeeds,
        takeSlowStep: () => void takeSlowStep(() => actions.slowStep()),
        showGuide,
        showAbout: () => setAbout(true),
        showKeys,
        showPalette,
      }),
    [stage, plan, history, config, kernels, queue, queueWorks, gpu, computeOn, actions, setColorScheme, copy],
  );
}

/** Commands are found by words of their names, settings by name and value. */
import { describe, expect, it, vi } from 'vitest';
import { PRESETS } from '../../runs/config';
import type { SessionActions } from '../../session/session';
import { NO_HISTORY } from '../../session/history';
import { KERNELS_UNMEASURED } from '../../session/kernels';
import { assignments, commandsOf, found } from './command_list';

const setConfig = vi.fn();
const actions = { setConfig } as unknown as SessionActions;
const nothing = () => undefined;
const page = {
  setScheme: nothing,
  copyLink: nothing,
  showRuns: nothing,
  showGuide: nothing,
  showAbout: nothing,
  showKeys: nothing,
  showPalette: nothing,
};
const state = {
  stage: 'ready',
  plan: undefined,
  history: NO_HISTORY,
  config: PRESETS.interactive,
  kernels: KERNELS_UNMEASURED,
} as const;
const titles = (query: string, change = {}) =>
  found(commandsOf({ ...state, ...change }, actions, page), query).map(({ title }) => title);

describe('commands', () => {
  it('have ids and shortcuts of their own', () => {
    const commands = commandsOf(state, actions, page);
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
    const keys = commands.flatMap(({ keys: own }) => own ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('are found by the beginnings of their words first', () => {
    expect(titles('train')[0]).toBe('Train');
    expect(titles('preset paper moco')).toContain('Preset: Paper, MoCo');
    expect(titles('framework byol')).toEqual(['Framework: byol']);
    expect(titles('directions m')[0]).toBe('Directions M');
    expect(titles('zzz')).toEqual([]);
  });

  it('include every setting by its name', () => {
    for (const title of ['Directions M', 'Temperature', 'Learning rate', 'Perplexity']) {
      expect(titles(title)).toContain(title);
    }
  });

  it('follow the stage', () => {
    expect(titles('pause', { stage: 'running' })[0]).toBe('Pause');
    expect(titles('resume', { stage: 'paused' })[0]).toBe('Resume');
    const step = commandsOf({ ...state, stage: 'running' }, actions, page).find(({ id }) => id === 'step');
    expect(step?.off).toBe(true);
  });
});

describe('a setting and its value', () => {
  it('sets it', () => {
    const [size] = assignments('encoder size 64', actions);
    expect(size).toMatchObject({ title: 'Set Size to 64', off: false });
    size!.run();
    expect(setConfig).toHaveBeenCalledWith('train.encoder.size', 64);
  });

  it('out of range says so and does nothing', () => {
    expect(assignments('encoder size 3', actions)[0]).toMatchObject({ off: true });
    expect(assignments('encoder size 64.5', actions)[0]).toMatchObject({ off: true });
    expect(assignments('size', actions)).toEqual([]);
  });
});

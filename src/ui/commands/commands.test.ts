/** Commands are found by words of their names, settings by name and value. */
import { describe, expect, it, vi } from 'vitest';
import { PRESETS } from '../../runs/config';
import type { SessionActions } from '../../session/actions';
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
  showBySeeds: nothing,
  takeSlowStep: nothing,
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
  queue: [],
  queueWorks: false,
  gpu: { status: 'open', adapter: { name: 'test', software: false, features: [] } },
  computeOn: 'gpu',
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

  it('start a queue where something waits, pause one at work, and end what has its turn', () => {
    const item = { id: 'a', config: PRESETS.interactive.train, steps: 4, estimate: undefined } as const;
    const on = (change: object) =>
      commandsOf({ ...state, ...change }, actions, page)
        .filter(({ id, off }) => id.startsWith('queue-') && !off)
        .map(({ title }) => title);
    const always = 'Compare runs, grouped by seeds';
    expect(on({})).toEqual([always]);
    const waiting = [{ ...item, state: 'waiting' }];
    expect(on({ queue: waiting })).toEqual(['Start the queue', 'Empty the queue', always]);
    // A training of one's own comes first.
    expect(on({ queue: waiting, stage: 'paused' })).toEqual(['Empty the queue', always]);
    const training = [{ ...item, state: 'training' }];
    expect(on({ queue: training, stage: 'running', queueWorks: true })).toEqual([
      'Pause the queue',
      'End the training of the queue',
      always,
    ]);
    expect(on({ queue: training, stage: 'paused' })[0]).toBe('Go on with the queue');
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

  it('offer the CPU where the adapter is software, and the way back', () => {
    const software = { status: 'open', adapter: { name: 'test', software: true, features: [] } };
    expect(titles('train on')).toEqual([]);
    expect(titles('train on', { gpu: software })).toEqual(['Train on the CPU']);
    expect(titles('train on', { computeOn: 'cpu' })).toEqual(['Train on WebGPU']);
  });
});

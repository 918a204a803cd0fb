/** Which command is possible where, and what the worker's reports do to the stage. */
import { describe, expect, it } from 'vitest';
import { allows, isUntrained, stageAfter, type Command, type Stage } from './stage';

const COMMANDS: readonly Command[] = ['train', 'pause', 'step', 'stop', 'reset', 'reopen'];
const allowed = (stage: Stage) => COMMANDS.filter((command) => allows(stage, command));

describe('commands', () => {
  it('are none while the GPU opens or is missing', () => {
    for (const stage of ['opening', 'unavailable'] as const) expect(allowed(stage)).toEqual([]);
  });

  it('take a start and a step while weights are made, which begin once they are', () => {
    expect(allowed('preparing')).toEqual(['train', 'step']);
  });

  it('let a running training be paused, stopped and reset, but not stepped', () => {
    expect(allowed('running')).toEqual(['pause', 'stop', 'reset']);
  });

  it('let a paused one go on, a stopped one begin afresh', () => {
    expect(allowed('paused')).toEqual(['train', 'step', 'stop', 'reset']);
    expect(allowed('stopped')).toEqual(['train', 'step', 'reset', 'reopen']);
  });

  it('leave nothing but reopening after the device was lost', () => {
    expect(allowed('lost')).toEqual(['reopen']);
  });
});

describe('reports of the train worker', () => {
  it('take a training from preparing over running to paused', () => {
    expect((['preparing', 'ready', 'running', 'paused'] as const).reduce<Stage>(stageAfter, 'opening')).toBe(
      'paused',
    );
  });

  it('do not undo a pause that was asked for', () => {
    expect(stageAfter('pausing', 'running')).toBe('pausing');
    expect(stageAfter('pausing', 'paused')).toBe('paused');
  });

  it('leave a stopped run stopped when the worker says that it stands', () => {
    expect(stageAfter('stopped', 'paused')).toBe('stopped');
    expect(stageAfter('stopped', 'preparing')).toBe('preparing');
  });

  it('never bring a lost device back', () => {
    expect(stageAfter('running', 'lost')).toBe('lost');
    expect(stageAfter('lost', 'ready')).toBe('lost');
  });
});

it('takes weights for untrained only before the first step', () => {
  expect(isUntrained('ready', 0)).toBe(true);
  expect(isUntrained('paused', 0)).toBe(false);
  expect(isUntrained('stopped', 12)).toBe(false);
});

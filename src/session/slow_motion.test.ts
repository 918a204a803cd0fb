/** A slow step is taken where a plain one may be, and answers with the step or one sentence. */
import { expect, it, vi } from 'vitest';
import type { StepTrace } from '../train/trace_report';
import { askQueue, takeSlowStep } from './slow_motion';
import type { SessionState } from './state';

const OPEN = { status: 'open', adapter: { name: 'test', software: true, features: [] } } as const;
const trace = { step: 4 } as StepTrace;

function asked(state: Partial<SessionState>, taken: StepTrace | undefined = trace) {
  const calls: string[] = [];
  const note = <T>(name: string, value: T) => {
    calls.push(name);
    return value;
  };
  const answer = takeSlowStep({
    read: () => ({ stage: 'paused', gpu: OPEN, plan: undefined, ...state }),
    service: {
      traceNextStep: () => note('ask', undefined),
      takeTrace: () => note('take', Promise.resolve(taken)),
      views: () => note('views', Promise.resolve(undefined)),
    },
    step: () => note('step', Promise.resolve()),
  });
  return answer.then((result) => ({ result, calls }));
}

it('asks, steps, and takes what was told', async () => {
  expect(await asked({})).toEqual({
    result: { ok: true, trace, views: undefined },
    calls: ['ask', 'step', 'take', 'views'],
  });
});

it('waits for weights that are being made, as a plain step does, and takes what the step after them told', async () => {
  let stage: SessionState['stage'] = 'preparing';
  let made: () => void = () => undefined;
  const weights = new Promise<void>((resolve) => (made = resolve));
  const calls: string[] = [];
  const answer = takeSlowStep({
    read: () => ({ stage, gpu: OPEN, plan: undefined }),
    service: {
      traceNextStep: () => calls.push('ask'),
      takeTrace: () => Promise.resolve(calls.includes('step') ? trace : undefined),
      views: () => Promise.resolve(undefined),
    },
    step: () => weights.then(() => void calls.push('step')),
  });
  await Promise.resolve();
  expect(calls).toEqual(['ask']);
  stage = 'paused';
  made();
  expect(await answer).toMatchObject({ ok: true, trace });
  expect(calls).toEqual(['ask', 'step']);
});

it('touches nothing while training is under way, without a GPU, or while the GPU is being opened', async () => {
  for (const [state, says] of [
    [{ stage: 'running' }, /pause it/],
    [{ stage: 'opening' }, /wait/],
    [{ gpu: { status: 'lost', message: 'gone' } }, /GPU/],
  ] as const) {
    const { result, calls } = await asked(state);
    expect(result).toMatchObject({ ok: false, message: expect.stringMatching(says) as string });
    expect(calls).toEqual([]);
  }
});

it('says why no step was taken', async () => {
  const plan = { problems: ['Add videos.'] } as unknown as SessionState['plan'];
  const { result } = await asked({ plan }, null as unknown as undefined);
  expect(result).toEqual({ ok: false, message: 'Add videos.' });
});

it('asks for a queue only where something is prepared, and answers an error with its sentence', async () => {
  const queue = vi.fn(() => Promise.reject(new Error('The GPU is gone.')));
  const prepared = {} as SessionState['prepared'];
  expect(await askQueue({ gpu: OPEN, prepared: undefined }, { queue }, 'base', 9)).toEqual({
    ok: true,
    contents: undefined,
  });
  expect(queue).not.toHaveBeenCalled();
  expect(await askQueue({ gpu: OPEN, prepared }, { queue }, 'base', 9)).toEqual({
    ok: false,
    message: 'The GPU is gone.',
  });
});

/** The navigator's question to the train worker: an answer or one sentence, never an exception. */
import { expect, it } from 'vitest';
import type { Navigation, Segment } from '../protocol/train';
import { navigate } from './navigator';
import type { GpuState } from './state';

const OPEN: GpuState = { status: 'open', adapter: { name: 'test', software: true, features: [] } };
const segment: Segment = { videoId: 'a', start: 1 };
const seconds = Float32Array.of(0, 1);

function worker(answer: () => Promise<Navigation>) {
  const asked: unknown[] = [];
  return {
    asked,
    navigate: (...question: [string, Segment, Float32Array]) => {
      asked.push(question);
      return answer();
    },
  };
}

it('passes the question on and gives the answer back', async () => {
  const navigation = { runId: 'transform' } as Navigation;
  const service = worker(() => Promise.resolve(navigation));
  expect(await navigate(OPEN, service, 'transform', segment, seconds)).toEqual({ ok: true, navigation });
  expect(service.asked).toEqual([['transform', segment, seconds]]);
});

it('answers with the sentence that the worker throws', async () => {
  const service = worker(() => Promise.reject(new Error('This segment is not on the maps.')));
  expect(await navigate(OPEN, service, 'transform', segment, seconds)).toEqual({
    ok: false,
    message: 'This segment is not on the maps.',
  });
});

it('asks nobody without a GPU', async () => {
  const service = worker(() => Promise.reject(new Error('asked')));
  for (const gpu of [{ status: 'opening' }, { status: 'lost', message: 'Gone.' }] as const) {
    const answer = await navigate(gpu, service, 'transform', segment, seconds);
    expect(answer).toMatchObject({ ok: false, message: expect.stringContaining('GPU') as string });
  }
  expect(service.asked).toEqual([]);
});

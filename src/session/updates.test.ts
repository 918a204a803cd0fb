/** The store is told at a pace, but never late for those who ask. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { pacedUpdates } from './updates';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function counted() {
  const store = createStore<{ steps: number; stage: string }>()(() => ({ steps: 0, stage: 'ready' }));
  const heard: number[] = [];
  store.subscribe(({ steps }) => heard.push(steps));
  return { store, heard, updates: pacedUpdates(store, 100) };
}

it('tells the store at most once an interval, with everything that came', () => {
  const { heard, updates } = counted();
  const more = () => updates.soon(({ steps }) => ({ steps: steps + 1 }));
  for (let i = 0; i < 50; i++) {
    more();
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(200);
  expect(heard.at(-1)).toBe(50);
  expect(heard.length).toBeLessThanOrEqual(7);
});

it('keeps the order when something must be known at once', () => {
  const { store, updates } = counted();
  updates.soon(() => ({ stage: 'running' }));
  updates.now(() => ({ stage: 'paused' }));
  expect(store.getState().stage).toBe('paused');
  vi.advanceTimersByTime(1000);
  expect(store.getState().stage).toBe('paused');
});

it('reads what is waiting, too', () => {
  const { updates } = counted();
  updates.soon(() => ({ steps: 7 }));
  expect(updates.read().steps).toBe(7);
});

it('forgets what is waiting when it is ended', () => {
  const { store, updates } = counted();
  updates.soon(() => ({ steps: 7 }));
  updates.cancel();
  vi.advanceTimersByTime(1000);
  expect(store.getState().steps).toBe(0);
});

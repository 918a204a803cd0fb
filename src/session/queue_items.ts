/** The queue as data: which training has its turn, what waits, in which order; kept on this device and read back. */
import { z } from 'zod';
import { trainConfig, type TrainConfig } from '../train/config';
import { secondsOf } from './estimate';
import type { QueuedTraining, SessionState } from './state';

type Items = readonly QueuedTraining[];

export const isWaiting = ({ state }: QueuedTraining) => state === 'waiting';

/** The training of the queue that has its turn, be it paused. */
export function underWay(queue: Items): QueuedTraining | undefined {
  return queue.find(({ state }) => state === 'training');
}

/** What is to be trained as things stand: the training of the queue that has its turn, else the settings. */
export function wantedTraining({ queue, config }: Pick<SessionState, 'queue' | 'config'>): TrainConfig {
  return underWay(queue)?.config ?? config.train;
}

/** Brings back what is in `to` and not in `from`, takes out the opposite where it still waits, in the order of `to`. */
export function withWaiting(queue: Items, from: Items, to: Items): Items {
  const ids = (items: Items) => new Set(items.map(({ id }) => id));
  const [here, before, after] = [ids(queue), ids(from), ids(to)];
  const kept = queue.filter((item) => isWaiting(item) && !(before.has(item.id) && !after.has(item.id)));
  const back = to.filter(({ id }) => !before.has(id) && !here.has(id));
  const place = new Map(to.map(({ id }, i) => [id, i]));
  const placeOf = ({ id }: QueuedTraining) => place.get(id) ?? to.length;
  const waiting = [...kept, ...back].sort((a, b) => placeOf(a) - placeOf(b));
  return [...queue.filter((item) => !isWaiting(item)), ...waiting];
}

/** A waiting training `by` places further down (up below 0), as far as there are places. */
export function moved(waiting: Items, id: string, by: number): Items {
  const from = waiting.findIndex((item) => item.id === id);
  const item = waiting[from];
  if (!item) return waiting;
  const to = Math.min(waiting.length - 1, Math.max(0, from + by));
  const others = waiting.filter((other) => other !== item);
  return [...others.slice(0, to), item, ...others.slice(to)];
}

/** Seconds that are left, where they are known of every training. */
export function secondsLeft({ queue, step, secondsPerStep, config }: SessionState): number | undefined {
  const { everySteps } = config.map;
  let seconds = 0;
  for (const { state, steps, estimate } of queue) {
    const training = state === 'training';
    if (!training && state !== 'waiting') continue;
    if (estimate === undefined) return undefined;
    const now = training && secondsPerStep !== undefined ? { ...estimate, secondsPerStep } : estimate;
    seconds += secondsOf(now, { steps, step: training ? step : 0, everySteps });
  }
  return seconds;
}

/** What is kept of a training in the queue. */
const stored = z.strictObject({ config: trainConfig, steps: z.number().int().min(1) });
export type StoredTraining = z.infer<typeof stored>;

/** What a reload begins with: the training that has its turn from its beginning, then what waits. */
export function toBeKept(queue: Items): StoredTraining[] {
  return queue
    .filter((item) => isWaiting(item) || item.state === 'training')
    .map(({ config, steps }) => ({ config, steps }));
}

/** What was kept, as far as this version still knows its settings; `lost` are those that it does not. */
export function readKept(kept: unknown): {
  readonly trainings: readonly StoredTraining[];
  readonly lost: number;
} {
  const items: readonly unknown[] = Array.isArray(kept) ? kept : [];
  const trainings = items.flatMap((item) => {
    const parsed = stored.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
  return { trainings, lost: items.length - trainings.length };
}

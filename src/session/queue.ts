/** The queue at work: one training after another, each in lock-step of its own runs, each with its steps, curves and scores in the archive. */
import type { TrainConfig } from '../train/config';
import type { Estimate } from './estimate';
import { notify } from './notices';
import { isWaiting, moved, underWay, withWaiting, type StoredTraining } from './queue_items';
import { isLater } from './settings';
import { hasBegun } from './stage';
import type { Change, QueuedTraining, SessionState } from './state';
import type { Training } from './training';
import type { Updates } from './updates';

type End = 'done' | 'stopped' | 'failed';

interface Rest {
  readonly training: Pick<Training, 'train' | 'pause' | 'stop' | 'embedNow' | 'estimate'>;
  /** The probes of the weights as they are. */
  readonly probe: () => Promise<void>;
  /** Brings the archive up to the newest step. */
  readonly write: () => void;
  readonly record: (what: string, change: Change) => void;
}

/** What the page may ask of the queue. */
export interface QueueActions {
  /** Puts trainings at the end of the queue; `undo` takes them out again. Nothing starts by itself. */
  enqueue(trainings: readonly StoredTraining[]): void;
  /** Takes trainings that wait, or are over, out of the queue. */
  dequeue(ids: readonly string[]): void;
  /** Moves a training that waits by so many places, up below 0. */
  moveQueued(id: string, by: number): void;
  /** Trains one after another, or goes on with what was paused. Resolves when the queue is empty or stands still. */
  workQueue(): Promise<void>;
  /** Ends the training of the queue that has its turn; at work, the next one follows. */
  cancelQueued(): Promise<void>;
  /** What each of these would take on this adapter; undefined while the GPU is not open. */
  estimate(configs: readonly TrainConfig[]): Promise<readonly Estimate[] | undefined>;
}

export class Queue {
  readonly #updates: Updates<SessionState>;
  readonly #rest: Rest;
  #work: Promise<void> | undefined;
  #lastId = 0;
  /** What ends the training that has its turn before its last step, and whether the next one follows. */
  #cancelled: 'and-go-on' | 'and-hold' | undefined;

  constructor(updates: Updates<SessionState>, rest: Rest) {
    this.#updates = updates;
    this.#rest = rest;
  }

  /** Puts trainings at the end. */
  append(trainings: readonly StoredTraining[]): void {
    const added = this.#added(trainings);
    if (added.length === 0) return;
    this.#changeWaiting(`${counted(added.length)} queued`, (waiting) => [...waiting, ...added]);
    void this.#estimate();
  }

  /** What was waiting at the last visit: nothing that could be undone. */
  restore(trainings: readonly StoredTraining[]): void {
    const added = this.#added(trainings);
    this.#updates.now(({ queue }) => ({ queue: [...queue, ...added] }));
  }

  #added(trainings: readonly StoredTraining[]): QueuedTraining[] {
    return trainings.map(({ config, steps }) => ({
      id: `queued-${(this.#lastId += 1)}`,
      config,
      steps,
      state: 'waiting',
      estimate: undefined,
    }));
  }

  /** Takes out what waits or is over; what has its turn is ended by `cancel`. */
  remove(ids: readonly string[]): void {
    const gone = new Set(ids);
    const over = ({ id, state }: QueuedTraining) =>
      gone.has(id) && state !== 'waiting' && state !== 'training';
    this.#updates.now(({ queue }) => ({ queue: queue.filter((item) => !over(item)) }));
    const count = this.#waiting().filter(({ id }) => gone.has(id)).length;
    if (count > 0) {
      this.#changeWaiting(`${counted(count)} taken out of the queue`, (waiting) =>
        waiting.filter(({ id }) => !gone.has(id)),
      );
    }
  }

  /** Moves a training that waits by so many places, up below 0. */
  move(id: string, by: number): void {
    this.#changeWaiting('order of the queue', (waiting) => moved(waiting, id, by));
  }

  #waiting(): readonly QueuedTraining[] {
    return this.#updates.read().queue.filter(isWaiting);
  }

  #changeWaiting(
    what: string,
    change: (waiting: readonly QueuedTraining[]) => readonly QueuedTraining[],
  ): void {
    const before = this.#waiting();
    const after = change(before);
    const same = after.length === before.length && after.every((item, i) => item === before[i]);
    if (same) return;
    this.#updates.now(({ queue }) => ({ queue: withWaiting(queue, before, after) }));
    this.#rest.record(what, { kind: 'queue', before, after });
  }

  /** Starts, or goes on with what was paused. Resolves when the queue is empty or stands still. A training of one's own comes first. */
  work(): Promise<void> {
    this.#work ??= this.#takeTurns().finally(() => {
      this.#work = undefined;
      this.#updates.now(() => ({ queueWorks: false }));
    });
    return this.#work;
  }

  async #takeTurns(): Promise<void> {
    const { stage, queue } = this.#updates.read();
    const own = !underWay(queue) && hasBegun(stage);
    if (own) {
      notify(this.#updates, 'info', 'The queue starts once the training under way is stopped.');
      return;
    }
    this.#updates.now(() => ({ queueWorks: true }));
    void this.#estimate();
    for (let goesOn = true; goesOn;) {
      const next = underWay(this.#updates.read().queue) ?? this.#waiting()[0];
      goesOn = next !== undefined && (await this.#turn(next));
    }
  }

  /** False when the queue is to stand still. */
  async #turn(item: QueuedTraining): Promise<boolean> {
    this.#cancelled = undefined;
    const begun = item.state === 'training';
    if (!begun) this.#set(item.id, { state: 'training' });
    const left = item.steps - (begun ? this.#updates.read().step : 0);
    const failure = left > 0 ? await this.#train(left) : undefined;
    const { stage, step } = this.#updates.read();
    if (stage === 'lost' || stage === 'unavailable') {
      this.#set(item.id, { state: 'waiting' });
      return false;
    }
    if (this.#cancelled) {
      await this.#end(item.id, 'stopped');
      return !this.#holds;
    }
    if (failure !== undefined) {
      await this.#end(item.id, 'failed', failure);
      return true;
    }
    if (step < item.steps) return false;
    await this.#rest.training.embedNow();
    await this.#rest.probe();
    await this.#end(item.id, 'done');
    await this.#estimate();
    return !this.#holds;
  }

  /** What may be too large was told when it was queued. */
  #train(steps: number): Promise<string | undefined> {
    return this.#rest.training.train(steps, () => !this.#cancelled, true);
  }

  /** Pauses the training that has its turn. */
  pause(): Promise<void> {
    return this.#rest.training.pause();
  }

  /** Ends the training that has its turn; a queue at work takes the next one, unless it is to hold. */
  async cancel(then: 'and-go-on' | 'and-hold'): Promise<void> {
    const item = underWay(this.#updates.read().queue);
    if (!item) return;
    this.#cancelled = then;
    await this.#rest.training.pause();
    // At work, its turn ends by itself; paused, nobody else ends it.
    if (!this.#work) await this.#end(item.id, 'stopped');
    else if (then === 'and-hold') await this.#work;
  }

  async #end(id: string, state: End, message?: string): Promise<void> {
    // Stopped while it still has its turn: what is wanted is its own configuration until then.
    await this.#rest.training.stop();
    this.#rest.write();
    const { training } = this.#updates.read();
    this.#set(id, {
      state,
      ...(training === undefined ? {} : { training }),
      ...(message === undefined ? {} : { message }),
    });
    this.#updates.now((now) => ({ pendingChange: isLater(now, now.config) }));
  }

  /** Asked anew: it may be cancelled while a training is being ended. */
  get #holds(): boolean {
    return this.#cancelled === 'and-hold';
  }

  #set(id: string, change: Partial<QueuedTraining>): void {
    this.#updates.now(({ queue }) => ({
      queue: queue.map((item) => (item.id === id ? { ...item, ...change } : item)),
    }));
  }

  /** Seconds a step of all that wait, as far as the adapter is known by now. */
  async #estimate(): Promise<void> {
    const waiting = this.#waiting();
    const estimates = await this.estimate(waiting.map(({ config }) => config));
    if (!estimates) return;
    const estimated = new Map(waiting.map(({ id }, i) => [id, estimates[i]]));
    this.#updates.now(({ queue }) => ({
      queue: queue.map((item) => {
        const estimate = estimated.get(item.id);
        return estimate ? { ...item, estimate } : item;
      }),
    }));
  }

  /** The seed makes no difference, so each recipe is asked for once. */
  async estimate(configs: readonly TrainConfig[]): Promise<readonly Estimate[] | undefined> {
    const recipe = (config: TrainConfig) => JSON.stringify({ ...config, seed: 0 });
    const distinct = new Map(configs.map((config) => [recipe(config), config]));
    const plans = await this.#rest.training.estimate([...distinct.values()]);
    if (!plans) return undefined;
    const places = new Map([...distinct.keys()].map((key, i) => [key, i]));
    return configs.map((config) => {
      const { problems, ...plan } = plans[places.get(recipe(config))!]!;
      const { secondsPerStep, secondsPerMap, secondsToStart, secondsToEnd, question } = plan;
      return { secondsPerStep, secondsPerMap, secondsToStart, secondsToEnd, question, problem: problems[0] };
    });
  }
}

const counted = (count: number) => (count === 1 ? 'training' : `${count} trainings`);

export function queueActions(queue: Queue): QueueActions {
  return {
    enqueue: (trainings) => queue.append(trainings),
    dequeue: (ids) => queue.remove(ids),
    moveQueued: (id, by) => queue.move(id, by),
    workQueue: () => queue.work(),
    cancelQueued: () => queue.cancel('and-go-on'),
    estimate: (configs) => queue.estimate(configs),
  };
}

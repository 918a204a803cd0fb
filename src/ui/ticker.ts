/** One clock for everything that moves on the page at the same slow pace: 64 thumbnails must not be 64 timers. */

/** Milliseconds: four frames a second. */
const PERIOD = 250;

const listeners = new Set<(tick: number) => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let tick = 0;

function onTick(): void {
  if (document.hidden) return;
  tick += 1;
  for (const listener of listeners) listener(tick);
}

/** Calls back at every tick until the returned function is called. */
export function onEachTick(listener: (tick: number) => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(onTick, PERIOD);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

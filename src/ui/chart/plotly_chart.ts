/** A thin wrapper about one Plotly chart: loaded when first drawn, at most two updates a second, purged when done. No React. */
import type { Plotly } from 'plotly.js-cartesian-dist-min';

export interface ChartContent {
  readonly traces: object[];
  readonly layout: object;
}

/** Milliseconds between two updates: a chart is read, not watched. */
const INTERVAL = 500;

const CONFIG = { displayModeBar: false, responsive: false, doubleClick: 'reset' };

export class PlotlyChart {
  readonly #target: HTMLElement;
  #plotly: Plotly | undefined;
  #waiting: ChartContent | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawing = false;
  #disposed = false;
  #last = -Infinity;

  constructor(target: HTMLElement) {
    this.#target = target;
  }

  update(content: ChartContent): void {
    this.#waiting = content;
    this.#schedule();
  }

  resize(): void {
    if (this.#plotly && this.#target.isConnected && this.#target.clientWidth > 0) {
      this.#plotly.Plots.resize(this.#target);
    }
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#plotly?.purge(this.#target);
  }

  #schedule(): void {
    if (this.#disposed || this.#drawing || this.#timer !== undefined) return;
    const wait = Math.max(0, this.#last + INTERVAL - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#draw();
    }, wait);
  }

  async #draw(): Promise<void> {
    const content = this.#waiting;
    if (!content) return;
    this.#waiting = undefined;
    this.#drawing = true;
    try {
      this.#plotly ??= (await import('plotly.js-cartesian-dist-min')).default;
      if (this.#disposed) return;
      await this.#plotly.react(this.#target, content.traces, content.layout, CONFIG);
    } finally {
      this.#drawing = false;
      this.#last = performance.now();
    }
    if (this.#waiting) this.#schedule();
  }
}

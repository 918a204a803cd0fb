/** What `npm run bench` measures, as it is written to its JSON. Rates are GFLOP/s, times milliseconds, medians all. */

/** Undefined where a competitor could not run; why is among the report's remarks. */
export type Measured = number | undefined;

export type Pass = 'forward' | 'input' | 'filter';

export interface ConvolutionRow {
  readonly network: string;
  readonly shape: string;
  readonly pass: Pass;
  /** The one that tuning chose for ours. */
  readonly tiling: string;
  readonly ours: number;
  /** Of the longest dispatch that work of this rate is given: longer work is split. */
  readonly longestDispatchMs: number;
  readonly tfjs: Measured;
  readonly jaxjs: Measured;
  /** Of the forward pass only. */
  readonly ort?: Measured;
}

export interface StepRow {
  readonly preset: string;
  /** The time variants trained in one step. */
  readonly runs: readonly string[];
  readonly oursMs: number;
  /** Of its dispatches alone, queued again as they were: the least that a recorded step would take. */
  readonly replayMs: Measured;
  /** Of the preset as it is only: a step takes about a minute. */
  readonly tfjsMs?: Measured;
  /** Of one step with our kernels. */
  readonly dispatches: number;
  /** What the app says before training starts. */
  readonly planBytes: number;
  /** Allocated on the device after the first steps, and after more of them. */
  readonly gpuBytes: number;
  readonly gpuBytesLater: number;
}

/** Over many steps of a network that is small enough for that. */
export interface MemoryRow {
  readonly steps: number;
  /** Dispatches and milliseconds of a step: of almost no arithmetic, hence what queueing alone takes. */
  readonly dispatches: number;
  readonly stepMs: number;
  /** Of its dispatches alone, queued again as they were: the least that a recorded step would take. */
  readonly replayMs: number;
  readonly planBytes: number;
  readonly gpuBytes: number;
  readonly gpuBytesLater: number;
}

/** On tfjs's wasm backend, one thread. */
export interface WasmRow {
  readonly network: string;
  readonly shape: string;
  readonly pass: Pass;
  readonly ours: number;
  /** Undefined where the backend's own kernel gives wrong numbers. */
  readonly stock: Measured;
}

export interface WasmStepRow {
  readonly preset: string;
  readonly runs: readonly string[];
  readonly seconds: number;
}

export interface OrthonormaliseRow {
  readonly dimensions: number;
  readonly directions: number;
  /** Forward and backward. */
  readonly oursMs: number;
  readonly tfjsMs: Measured;
  readonly dispatches: number;
}

export interface TsneRow {
  readonly n: number;
  readonly oursMs: number;
  readonly druidMs: Measured;
  readonly keckeltMs: Measured;
}

export interface DecodeRow {
  readonly kind: string;
  readonly frames: number;
  readonly framesPerSecond: number;
}

/** How fast the built app is to the eye; medians of a few openings. */
export interface AppReport {
  readonly firstContentMs: number;
  /** Until the palette has opened on a key. */
  readonly interactionMs: number;
  /** Until all 64 clips of the built-in set move in the library. */
  readonly clipsMs: number;
  /** Until the maps of the untrained encoder are laid out. */
  readonly mapMs: number;
  /** Of the page itself before the interaction. */
  readonly scriptGzBytes: number;
  /** Cumulative, without that after input. */
  readonly layoutShift: number;
  /** Tasks while two runs train. */
  readonly mainThread: {
    readonly seconds: number;
    readonly tasks: number;
    readonly p99Ms: number;
    readonly longestMs: number;
  };
}

export interface BenchReport {
  readonly date: string;
  readonly adapter: string;
  /** Measured before and after the convolutions; 0 where those were not asked for. */
  readonly fmaGflops: number;
  /** What each part took. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly conv3d: readonly ConvolutionRow[];
  readonly step: readonly StepRow[];
  readonly memory?: MemoryRow;
  readonly wasm: readonly WasmRow[];
  readonly wasmStep?: WasmStepRow;
  readonly orthonormalise?: OrthonormaliseRow;
  readonly tsne: readonly TsneRow[];
  readonly decode: readonly DecodeRow[];
  readonly app?: AppReport;
  /** What could not be measured, and why. */
  readonly remarks: readonly string[];
}

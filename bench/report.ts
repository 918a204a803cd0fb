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
  readonly tfjsMs: Measured;
  /** Of one step with our kernels. */
  readonly dispatches: number;
  /** Allocated on the device after the first steps, and after more of them. */
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

export interface BenchReport {
  readonly date: string;
  readonly adapter: string;
  readonly fmaGflops: number;
  readonly conv3d: readonly ConvolutionRow[];
  readonly step: readonly StepRow[];
  readonly wasm: readonly WasmRow[];
  readonly wasmStep?: WasmStepRow;
  readonly orthonormalise?: OrthonormaliseRow;
  readonly tsne: readonly TsneRow[];
  readonly decode: readonly DecodeRow[];
  /** What could not be measured, and why. */
  readonly remarks: readonly string[];
}

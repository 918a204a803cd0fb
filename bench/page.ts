/** What the bench page and the command that drives it say to each other, as a global of the page. */
import type {
  ConvolutionRow,
  DecodeRow,
  MemoryRow,
  OrthonormaliseRow,
  StepRow,
  TsneRow,
  WasmRow,
  WasmStepRow,
} from './report';

/** Each measures one thing; what cannot be measured goes to `remarks`. */
export interface BenchPage {
  /** Opens the GPU; answers with the adapter's name. @throws Error when there is none. */
  open(): Promise<string>;
  fmaGflops(): Promise<number>;
  /** How many layer shapes there are. */
  convolutions(): number;
  convolution(index: number): Promise<ConvolutionRow[]>;
  /** How many sets of runs a step is measured of. */
  steps(): number;
  step(index: number): Promise<StepRow>;
  memory(): Promise<MemoryRow>;
  /** Opens the CPU in place of the GPU. */
  openCpu(): Promise<void>;
  /** Of the same layers, on the CPU. */
  wasm(index: number): Promise<WasmRow[]>;
  wasmStep(): Promise<WasmStepRow>;
  orthonormalise(): Promise<OrthonormaliseRow>;
  tsne(): TsneRow[];
  decode(): Promise<DecodeRow[]>;
  /** Since the last call. */
  remarks(): string[];
}

declare global {
  interface Window {
    bench?: BenchPage;
  }
}

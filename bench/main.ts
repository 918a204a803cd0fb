/** The page that `npm run bench` drives: measures one thing at a time on the device that training uses. */
import { openGpu } from '../src/gpu/device';
import { orthonormaliseRow } from './basis';
import { convolutionRows } from './convolutions';
import { decodeRows } from './decoding';
import { tsneRows } from './embedding';
import { fmaGflops } from './fma';
import { LAYERS } from './layers';
import type { BenchPage } from './page';
import { memoryRow, STEP_SETS, stepRow } from './training';
import { openCpu, wasmRows, wasmStep } from './wasm';

const remarks: string[] = [];

const page: BenchPage = {
  async open() {
    const opened = await openGpu();
    if (!opened.ok) throw new Error(opened.message);
    return opened.gpu.report.name;
  },
  fmaGflops,
  convolutions: () => LAYERS.length,
  convolution: (index) => convolutionRows(LAYERS[index]!, remarks),
  steps: () => STEP_SETS.length,
  step: (index) => stepRow(STEP_SETS[index]!, remarks),
  memory: memoryRow,
  async openCpu() {
    await openCpu();
  },
  wasm: (index) => wasmRows(LAYERS[index]!, remarks),
  wasmStep,
  orthonormalise: () => orthonormaliseRow(remarks),
  tsne: tsneRows,
  decode: decodeRows,
  remarks: () => remarks.splice(0),
};

window.bench = page;

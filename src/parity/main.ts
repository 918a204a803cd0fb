/** The page that `npm run parity` drives: one case at a time through the app's own code on WebGPU. */
import { openGpu } from '../gpu/device';
import { readCase, failed, type Verdict } from './case';
import { runCase } from './kinds';
import type { ParityPage } from './page';

const input = document.querySelector<HTMLInputElement>('#case')!;

const opening = (async () => {
  const opened = await openGpu();
  if (!opened.ok) throw new Error(opened.message);
  return opened.gpu;
})();
// Whoever calls `open` gets the reason.
opening.catch(() => undefined);

const page: ParityPage = {
  async open() {
    return (await opening).report.name;
  },

  async run(): Promise<Verdict> {
    const file = input.files?.[0];
    if (!file) throw new Error('run(): the file input is empty.');
    const name = file.name.replace(/\.safetensors$/, '');
    const gpu = await opening;
    try {
      const verdict = await runCase(readCase(name, new Uint8Array(await file.arrayBuffer())));
      const error = gpu.takeError();
      return error === undefined ? verdict : { ...verdict, pass: false, error };
    } catch (error) {
      return failed({ name, kind: '', tolerance: 0 }, error);
    }
  },
};

window.parity = page;

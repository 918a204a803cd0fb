/** `import bytes from './file.ts?assembly'`: AssemblyScript compiled to WebAssembly, for whoever builds, serves or tests. */
import { dirname, resolve } from 'node:path';
import asc from 'assemblyscript/asc';
import type { Plugin } from 'vite';

const QUERY = '?assembly';
const OPTIONS = [
  '-O3',
  '--converge',
  '--noAssert',
  '--runtime',
  'stub',
  '--importMemory',
  '--enable',
  'simd',
];

/** A module that imports its memory as `env.memory`. @throws Error with what the compiler says. */
async function compile(path: string): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  let said = '';
  const { error } = await asc.main([path, '--outFile', 'out.wasm', '--baseDir', '/', ...OPTIONS], {
    stderr: { write: (text: string) => (said += text) },
    writeFile: (_, contents) => {
      if (typeof contents !== 'string') binary = contents;
    },
  });
  if (error || !binary) throw new Error(`${path} does not compile.\n${said}`);
  return binary;
}

export function assembly(): Plugin {
  return {
    name: 'assembly',
    enforce: 'pre',
    resolveId: {
      filter: { id: /\?assembly$/ },
      handler: (id, importer) => (importer === undefined ? undefined : resolve(dirname(importer), id)),
    },
    load: {
      filter: { id: /\?assembly$/ },
      async handler(id) {
        const path = id.slice(0, -QUERY.length);
        this.addWatchFile(path);
        const binary = await compile(path);
        return `export default Uint8Array.from(atob('${Buffer.from(binary).toString('base64')}'), (c) => c.charCodeAt(0));`;
      },
    },
  };
}

/** Our WebAssembly on the memory of tfjs's wasm backend: its functions take the addresses of tensors' numbers. */
import type { BackendWasm } from './heap';

/** What src/cpu/assembly exports: every argument is an address, a size or a flag. */
type Functions<Name extends string> = Readonly<Record<Name, (...numbers: number[]) => number>>;

/**
 * The functions of a module for a backend, compiled when first asked for. The bytes are those of scripts/assembly.ts: they
 * import nothing but the memory, which each call finds as large as it has become.
 */
export function functionsOf<Name extends string>(
  bytes: Uint8Array<ArrayBuffer>,
): (backend: BackendWasm) => Functions<Name> {
  const compiled = new WeakMap<BackendWasm, Functions<Name>>();
  return (backend) => {
    const known = compiled.get(backend);
    if (known) return known;
    const { memory } = (backend.wasm as unknown as { asm: { memory: WebAssembly.Memory } }).asm;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    const made = exports as unknown as Functions<Name>;
    compiled.set(backend, made);
    return made;
  };
}

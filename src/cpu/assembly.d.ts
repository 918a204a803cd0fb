/** What `scripts/assembly.ts` makes of AssemblyScript: the bytes of a WebAssembly module that imports its memory. */
declare module '*?assembly' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

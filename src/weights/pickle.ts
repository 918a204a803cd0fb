/**
 * Python's pickle, protocols 2 to 5, read as data: the part that torch.save writes. Nothing is ever run: a name of a
 * class or function must be in the caller's table, everything else is refused by its name.
 */
import { PickleBytes, PickleError } from './pickle_bytes';

/** A class or function that a pickle may name. */
export class PickleGlobal {
  /** module.name, e.g. `torch.FloatStorage`. */
  readonly name: string;
  /** What calling it gives; absent: it is only ever named, never called. */
  readonly call: ((args: readonly unknown[]) => unknown) | undefined;

  constructor(name: string, call?: (args: readonly unknown[]) => unknown) {
    this.name = name;
    this.call = call;
  }
}

export interface PickleOptions {
  /** By module.name. */
  readonly globals: ReadonlyMap<string, PickleGlobal>;
  /** What a persistent id (in PyTorch: a storage) stands for. */
  readonly persistent: (id: unknown) => unknown;
}

const FIRST_PROTOCOL = 2;
const LAST_PROTOCOL = 5;
const PROTO = 0x80;
const STOP = 0x2e;

/**
 * Dictionaries come as Map, lists and tuples as arrays, sets as Set, whole numbers as number where that is exact and
 * as bigint elsewhere, bytes as Uint8Array (a view).
 * @throws PickleError naming the class, function or instruction that is refused, or where the data ends too early.
 */
export function readPickle(bytes: Uint8Array, options: PickleOptions): unknown {
  const source = new PickleBytes(bytes);
  const machine = new Machine(source, options);
  const protocol = source.byte() === PROTO ? source.byte() : undefined;
  if (protocol === undefined || protocol < FIRST_PROTOCOL || protocol > LAST_PROTOCOL)
    source.fail(`it does not begin as a pickle of protocol ${FIRST_PROTOCOL} to ${LAST_PROTOCOL} does`);
  for (;;) {
    const code = source.byte();
    if (code === STOP) return machine.pop();
    const instruction = INSTRUCTIONS.get(code);
    if (instruction) instruction(machine);
    else source.fail(`instruction 0x${code.toString(16).padStart(2, '0')} is not one that checkpoints need`);
  }
}

/** The stack machine that a pickle is a program for. */
class Machine {
  readonly source: PickleBytes;
  readonly #options: PickleOptions;
  readonly #memo = new Map<number, unknown>();
  #stack: unknown[] = [];
  /** The stacks below the marks. */
  readonly #below: unknown[][] = [];

  constructor(source: PickleBytes, options: PickleOptions) {
    this.source = source;
    this.#options = options;
  }

  push(value: unknown): void {
    this.#stack.push(value);
  }

  top(): unknown {
    if (this.#stack.length === 0) this.source.fail('a value is missing');
    return this.#stack[this.#stack.length - 1];
  }

  pop(): unknown {
    const top = this.top();
    this.#stack.length -= 1;
    return top;
  }

  tuple(size: number): void {
    if (this.#stack.length < size) this.source.fail('a value is missing');
    this.push(this.#stack.splice(this.#stack.length - size));
  }

  mark(): void {
    this.#below.push(this.#stack);
    this.#stack = [];
  }

  /** What was pushed since the last mark. */
  marked(): unknown[] {
    const below = this.#below.pop();
    if (!below) this.source.fail('a mark is missing');
    const items = this.#stack;
    this.#stack = below;
    return items;
  }

  append(items: readonly unknown[]): void {
    const target = this.top();
    if (Array.isArray(target)) for (const item of items) target.push(item);
    else if (target instanceof Set) for (const item of items) target.add(item);
    else this.source.fail('something is added to what is neither list nor set');
  }

  /** Keys and values in turn. */
  set(items: readonly unknown[]): void {
    const target = this.top();
    if (!(target instanceof Map) || items.length % 2 !== 0)
      this.source.fail('an entry is set on what is not a dictionary');
    for (let i = 0; i < items.length; i += 2) target.set(items[i], items[i + 1]);
  }

  put(index = this.#memo.size): void {
    this.#memo.set(index, this.top());
  }

  get(index: number): void {
    if (!this.#memo.has(index)) this.source.fail(`value ${index} is used before it is there`);
    this.push(this.#memo.get(index));
  }

  global(module: unknown, name: unknown): void {
    const full = `${String(module)}.${String(name)}`;
    const known = this.#options.globals.get(full);
    if (!known) {
      throw new PickleError(
        `The file asks for ${full}. That is not part of plain weights and could run code, so the file is refused: save the model's state_dict() alone.`,
      );
    }
    this.push(known);
  }

  call(): void {
    const args = this.pop();
    const called = this.pop();
    const name = called instanceof PickleGlobal ? called.name : 'a value';
    const result = called instanceof PickleGlobal && Array.isArray(args) ? called.call?.(args) : undefined;
    if (result === undefined) this.source.fail(`${name} cannot be called`);
    this.push(result);
  }

  /** Attributes of a dictionary (`_metadata` of a state_dict) say nothing about the weights. */
  build(): void {
    this.pop();
    if (!(this.top() instanceof Map)) this.source.fail('attributes are set on what is not a dictionary');
  }

  persistent(): void {
    this.push(this.#options.persistent(this.pop()));
  }
}

/** By code, named as in Python's pickletools. */
const INSTRUCTIONS: ReadonlyMap<number, (machine: Machine) => void> = new Map([
  /* FRAME */ [0x95, (m) => void m.source.uint64()],
  /* MARK */ [0x28, (m) => m.mark()],
  /* POP */ [0x30, (m) => void m.pop()],
  /* POP_MARK */ [0x31, (m) => void m.marked()],
  /* DUP */ [0x32, (m) => m.push(m.top())],
  /* NONE */ [0x4e, (m) => m.push(null)],
  /* NEWTRUE */ [0x88, (m) => m.push(true)],
  /* NEWFALSE */ [0x89, (m) => m.push(false)],
  /* BININT */ [0x4a, (m) => m.push(m.source.int32())],
  /* BININT1 */ [0x4b, (m) => m.push(m.source.byte())],
  /* BININT2 */ [0x4d, (m) => m.push(m.source.uint16())],
  /* LONG1 */ [0x8a, (m) => m.push(m.source.whole(m.source.byte()))],
  /* LONG4 */ [0x8b, (m) => m.push(m.source.whole(m.source.uint32()))],
  /* BINFLOAT */ [0x47, (m) => m.push(m.source.float64())],
  /* SHORT_BINUNICODE */ [0x8c, (m) => m.push(m.source.text(m.source.byte()))],
  /* BINUNICODE */ [0x58, (m) => m.push(m.source.text(m.source.uint32()))],
  /* BINUNICODE8 */ [0x8d, (m) => m.push(m.source.text(m.source.uint64()))],
  /* SHORT_BINBYTES */ [0x43, (m) => m.push(m.source.raw(m.source.byte()))],
  /* BINBYTES */ [0x42, (m) => m.push(m.source.raw(m.source.uint32()))],
  /* BINBYTES8 */ [0x8e, (m) => m.push(m.source.raw(m.source.uint64()))],
  /* EMPTY_LIST */ [0x5d, (m) => m.push([])],
  /* LIST */ [0x6c, (m) => m.push(m.marked())],
  /* APPEND */ [0x61, (m) => m.append([m.pop()])],
  /* APPENDS */ [0x65, (m) => m.append(m.marked())],
  /* EMPTY_TUPLE */ [0x29, (m) => m.push([])],
  /* TUPLE1 */ [0x85, (m) => m.tuple(1)],
  /* TUPLE2 */ [0x86, (m) => m.tuple(2)],
  /* TUPLE3 */ [0x87, (m) => m.tuple(3)],
  /* TUPLE */ [0x74, (m) => m.push(m.marked())],
  /* EMPTY_DICT */ [0x7d, (m) => m.push(new Map())],
  /* SETITEM */ [0x73, (m) => m.set([m.pop(), m.pop()].reverse())],
  /* SETITEMS */ [0x75, (m) => m.set(m.marked())],
  /* EMPTY_SET */ [0x8f, (m) => m.push(new Set())],
  /* ADDITEMS */ [0x90, (m) => m.append(m.marked())],
  /* FROZENSET */ [0x91, (m) => m.push(new Set(m.marked()))],
  /* BINPUT */ [0x71, (m) => m.put(m.source.byte())],
  /* LONG_BINPUT */ [0x72, (m) => m.put(m.source.uint32())],
  /* MEMOIZE */ [0x94, (m) => m.put()],
  /* BINGET */ [0x68, (m) => m.get(m.source.byte())],
  /* LONG_BINGET */ [0x6a, (m) => m.get(m.source.uint32())],
  /* GLOBAL */ [0x63, (m) => m.global(m.source.line(), m.source.line())],
  /* STACK_GLOBAL */ [0x93, (m) => m.global(...([m.pop(), m.pop()].reverse() as [unknown, unknown]))],
  /* REDUCE */ [0x52, (m) => m.call()],
  /* NEWOBJ */ [0x81, (m) => m.call()],
  /* BUILD */ [0x62, (m) => m.build()],
  /* BINPERSID */ [0x51, (m) => m.persistent()],
]);

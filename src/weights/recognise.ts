/** Tells from the names and shapes of a checkpoint's tensors which encoder it holds, and what of it is left out and why. */
import type { CheckpointFile, CheckpointTensor } from './checkpoint_file';
import { ELEMENTS } from './elements';
import {
  LEFT_OUT,
  NAMING_FAMILIES,
  PREFIX,
  STAGE_AND_BLOCK,
  TRUNK,
  type Architecture,
  type NamingFamily,
} from './naming_families';
import { networkFromPyTorch, type NetworkSpec, type NetworkValues } from './network';
import { pyTorchShape, sizeOf, WeightsMismatchError, type ParameterSpec } from './parameters';
import { widthOf } from './width';

/** The description of an encoder at a width and, where they differ from the published network's, with these blocks a stage. */
export type NetworkOf = (
  architecture: Architecture,
  width: number,
  blocks?: readonly number[],
) => NetworkSpec & { readonly dim: number };

export interface LeftOut {
  /** e.g. `backbone_hist.*`. */
  readonly group: string;
  readonly tensors: number;
  readonly why: string;
}

export interface RecognisedEncoder {
  readonly family: string;
  readonly architecture: Architecture;
  readonly width: number;
  /** Residual blocks of each stage. */
  readonly blocks: readonly number[];
  /** D. */
  readonly dim: number;
  /** Before every name of the encoder in the file, e.g. `module.`. */
  readonly prefix: string;
  readonly matched: { readonly tensors: number; readonly parameters: number };
  readonly leftOut: readonly LeftOut[];
  /** The first tensor that differs, with both shapes; absent when the encoder is whole. */
  readonly difference?: string;
}

interface Search extends RecognisedEncoder {
  readonly network: NetworkSpec;
  /** By the encoder's own names. */
  readonly tensors: ReadonlyMap<string, { readonly fileName: string; readonly tensor: CheckpointTensor }>;
}

/** @throws WeightsMismatchError when no tensor has a name of one of the four families. */
export function recogniseEncoder(file: CheckpointFile, networkOf: NetworkOf): RecognisedEncoder {
  const { network: _network, tensors: _tensors, ...recognised } = search(file, networkOf);
  return recognised;
}

/** Parameters and statistics of the encoder in the file. @throws WeightsMismatchError with the first difference. */
export function readEncoder(file: CheckpointFile, networkOf: NetworkOf): NetworkValues {
  const { network, tensors, difference } = search(file, networkOf);
  if (difference !== undefined) throw new WeightsMismatchError(difference);
  const wanted = new Map(expected(network).map(({ name, shape }) => [name, shape]));
  return networkFromPyTorch(
    network,
    new Map(
      [...tensors]
        .filter(([name]) => wanted.has(name))
        .map(([name, { tensor }]) => [name, { dtype: 'F32', shape: tensor.shape, data: tensor.floats() }]),
    ),
  );
}

function search(file: CheckpointFile, networkOf: NetworkOf): Search {
  const { family, prefix } = familyOf(file);
  const { architecture } = family;
  const tensors: Map<string, { fileName: string; tensor: CheckpointTensor }> = new Map();
  for (const [fileName, tensor] of file.tensors) {
    if (fileName.startsWith(prefix))
      tensors.set(renamed(family, fileName.slice(prefix.length)), { fileName, tensor });
  }
  const blocks = blocksOf(architecture, [...tensors.keys()]);
  const shapeOf = (name: string) => tensors.get(name)?.tensor.shape;
  const width = widthOf(networkOf(architecture, 1, blocks).parameters, shapeOf);
  const network = networkOf(architecture, width, blocks);
  const wanted = expected(network);
  const names = new Set(wanted.map(({ name }) => name));
  const matched = wanted.filter(({ name, shape }) => isSame(tensors.get(name)?.tensor, shape));
  const taken = new Set(matched.map(({ name }) => tensors.get(name)!.fileName));
  const difference = firstDifference(wanted, tensors) ?? firstSurplus(architecture, names, tensors);
  return {
    family: family.name,
    architecture,
    width,
    blocks: blocks ?? [],
    dim: network.dim,
    prefix,
    matched: {
      tensors: matched.length,
      parameters: matched.reduce((sum, { shape, learnt }) => sum + (learnt ? sizeOf(shape) : 0), 0),
    },
    leftOut: leftOutOf(file, taken),
    ...(difference === undefined ? {} : { difference }),
    network,
    tensors,
  };
}

function familyOf(file: CheckpointFile): { family: NamingFamily; prefix: string } {
  for (const family of NAMING_FAMILIES) {
    for (const name of file.tensors.keys()) {
      if (!name.endsWith(family.anchor)) continue;
      const prefix = name.slice(0, -family.anchor.length);
      if (PREFIX.test(prefix)) return { family, prefix };
    }
  }
  const anchors = NAMING_FAMILIES.map(({ name, anchor }) => `${anchor} (${name})`).join(', ');
  const [first, tensor] = [...file.tensors][0] ?? ['none', undefined];
  throw new WeightsMismatchError(
    `These are not the weights of a known 3D ResNet: the first tensor is "${first}"${tensor ? ` [${tensor.shape.join(', ')}]` : ''}, expected one of ${anchors}.`,
  );
}

function renamed({ renames }: NamingFamily, name: string): string {
  return renames.reduce((text, [from, to]) => text.replace(from, to), name);
}

/** Blocks of each stage by the indices in the names; undefined when there are none. */
function blocksOf(architecture: Architecture, names: readonly string[]): number[] | undefined {
  const seen: Set<number>[] = [];
  for (const name of names) {
    const [, stage, block] = STAGE_AND_BLOCK[architecture].exec(name) ?? [];
    // Published networks have four stages; a larger number is a name of something else.
    if (stage === undefined || Number(stage) < 1 || Number(stage) > 4) continue;
    (seen[Number(stage) - 1] ??= new Set()).add(Number(block));
  }
  return seen.length === 0 ? undefined : Array.from(seen, (indices) => indices?.size ?? 0);
}

interface Expected {
  readonly name: string;
  readonly shape: readonly number[];
  /** A parameter, not a statistic. */
  readonly learnt: boolean;
}

/** Every tensor of the network but the counters, in PyTorch's shapes. */
function expected({ parameters, norms }: NetworkSpec): Expected[] {
  return [
    ...parameters.map((spec: ParameterSpec) => ({
      name: spec.name,
      shape: pyTorchShape(spec),
      learnt: true,
    })),
    ...norms.flatMap(({ name, channels }) =>
      ['running_mean', 'running_var'].map((what) => ({
        name: `${name}.${what}`,
        shape: [channels],
        learnt: false,
      })),
    ),
  ];
}

function isSame(tensor: CheckpointTensor | undefined, shape: readonly number[]): boolean {
  return tensor !== undefined && ELEMENTS[tensor.dtype].isFloat && tensor.shape.join() === shape.join();
}

function firstDifference(wanted: readonly Expected[], tensors: Search['tensors']): string | undefined {
  for (const { name, shape } of wanted) {
    const found = tensors.get(name);
    if (isSame(found?.tensor, shape)) continue;
    const size = `[${shape.join(', ')}]`;
    if (!found) return `Tensor "${name}" ${size} is missing.`;
    const { fileName, tensor } = found;
    return `Tensor "${fileName}" is ${tensor.dtype} [${tensor.shape.join(', ')}], expected ${size}.`;
  }
  return undefined;
}

/** A tensor inside the encoder's layers that it has no place for: without it the features would be others. */
function firstSurplus(
  architecture: Architecture,
  names: ReadonlySet<string>,
  tensors: Search['tensors'],
): string | undefined {
  for (const [name, { fileName, tensor }] of tensors) {
    if (names.has(name) || name.endsWith('num_batches_tracked') || !TRUNK[architecture].test(name)) continue;
    return `Tensor "${fileName}" [${tensor.shape.join(', ')}] has no place in ${architecture}.`;
  }
  return undefined;
}

function leftOutOf({ tensors, beside }: CheckpointFile, taken: ReadonlySet<string>): LeftOut[] {
  const groups = new Map<string, { tensors: number; why: string }>();
  for (const name of tensors.keys()) {
    if (taken.has(name)) continue;
    const bare = name.replace(/^(module\.)+/, '');
    const kind = LEFT_OUT.find(({ pattern }) => pattern.test(bare));
    const group = kind?.group ?? `${bare.split('.')[0]}.*`;
    const before = groups.get(group);
    groups.set(group, {
      tensors: (before?.tensors ?? 0) + 1,
      why: kind?.why ?? 'not a tensor of the encoder',
    });
  }
  const lists = [...groups].map(([group, rest]) => ({ group, ...rest }));
  return beside.length === 0
    ? lists
    : [...lists, { group: beside.join(', '), tensors: 0, why: 'beside the model, no weights of it' }];
}

/** The four ways in which published checkpoints name the encoders' tensors, and what else such files carry. */

export type Architecture = 'r3d_18' | 'r3d_50' | 'slow_r50';

export interface NamingFamily {
  /** Whose names they are. */
  readonly name: string;
  readonly architecture: Architecture;
  /** A tensor that every file of the family has; what stands before it is the prefix of the whole network. */
  readonly anchor: string;
  /** Replacements, in order, from the family's names to those of the encoder's own description. */
  readonly renames: readonly (readonly [RegExp, string])[];
}

/** SlowFast's s1 is the stem, s2 … s5 are the stages, counted from 1 in pytorchvideo's blocks. */
const SLOWFAST_RENAMES: NamingFamily['renames'] = [
  [/^s1\.pathway0_stem\.conv\./, 'blocks.0.conv.'],
  [/^s1\.pathway0_stem\.bn\./, 'blocks.0.norm.'],
  ...[2, 3, 4, 5].map(
    (s) => [new RegExp(`^s${s}\\.pathway0_res(\\d+)\\.`), `blocks.${s - 1}.res_blocks.$1.`] as const,
  ),
  [/(res_blocks\.\d+)\.branch1\./, '$1.branch1_conv.'],
  [/(res_blocks\.\d+)\.branch1_bn\./, '$1.branch1_norm.'],
  [/\.branch2\.([abc])\./, '.branch2.conv_$1.'],
  [/\.branch2\.([abc])_bn\./, '.branch2.norm_$1.'],
];

export const NAMING_FAMILIES: readonly NamingFamily[] = [
  { name: 'torchvision', architecture: 'r3d_18', anchor: 'stem.0.weight', renames: [] },
  { name: 'pytorchvideo', architecture: 'slow_r50', anchor: 'blocks.0.conv.weight', renames: [] },
  {
    name: 'SlowFast',
    architecture: 'slow_r50',
    anchor: 's1.pathway0_stem.conv.weight',
    renames: SLOWFAST_RENAMES,
  },
  { name: 'kenshohara', architecture: 'r3d_50', anchor: 'conv1.weight', renames: [] },
];

/** Where a network may lie in its file: behind DataParallel, as the query branch of pre-training, in a run of ours. */
export const PREFIX = /^(?:(?:module|model|backbone|encoder_q|encoder|query)\.)*$/;

/** Names, in the encoder's own description, that belong to its layers: one of them too many makes another network. */
export const TRUNK: Readonly<Record<Architecture, RegExp>> = {
  r3d_18: /^(stem|layer\d+)\./,
  r3d_50: /^(conv1|bn1|layer\d+)\./,
  slow_r50: /^(blocks\.\d+\.(conv|norm|res_blocks|nonlocal)|s\d\.)/,
};

/** Stage (from 1) and block (from 0) in such a name. */
export const STAGE_AND_BLOCK: Readonly<Record<Architecture, RegExp>> = {
  r3d_18: /^layer(\d+)\.(\d+)\./,
  r3d_50: /^layer(\d+)\.(\d+)\./,
  slow_r50: /^blocks\.(\d+)\.res_blocks\.(\d+)\./,
};

export interface LeftOutKind {
  readonly pattern: RegExp;
  /** How the group is called. */
  readonly group: string;
  readonly why: string;
}

/** What files carry beside the encoder; the first that fits names the group. Names are as in the file, `module.` aside. */
export const LEFT_OUT: readonly LeftOutKind[] = [
  {
    pattern: /num_batches_tracked$/,
    group: 'num_batches_tracked',
    why: 'counters of batch norm; its running statistics are taken',
  },
  {
    pattern: /^backbone_hist\./,
    group: 'backbone_hist.*',
    why: 'the momentum branch; the query branch is taken',
  },
  { pattern: /^encoder_k\./, group: 'encoder_k.*', why: 'the momentum branch; the query branch is taken' },
  { pattern: /^(queue(_x)?|queue_ptr|ptr)$/, group: 'queue_x, ptr', why: 'the queue of the pre-training' },
  { pattern: /^knn_mem\./, group: 'knn_mem.*', why: 'the memory of its nearest-neighbour test' },
  {
    pattern: /(^|\.)(head|fc|blocks\.\d+\.proj|projection|classifier)\./,
    group: 'head.*, fc.*',
    why: 'a classifier or projection head; f is what comes before it',
  },
  { pattern: /^predictor\./, group: 'predictor.*', why: 'the predictor of the pre-training' },
  { pattern: /^key\./, group: 'key.*', why: 'the momentum branch of the run' },
  { pattern: /^query\./, group: 'query.*', why: 'time module and heads of the run; an encoder has none' },
  { pattern: /^queue\./, group: 'queue.*', why: 'the keys of the run' },
  { pattern: /^optimiser\./, group: 'optimiser.*', why: "the optimiser's moments" },
];

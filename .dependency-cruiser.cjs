/**
 * Import rules: data flows one way, and a stage imports only from the stages above it in the README's table.
 *
 * Where the tree differs from the plain rule, and why:
 * - `config.ts` and `score.ts` files are data (zod tables, types) that form, link and report read: `session`, `ui`, `runs`,
 *   `study` import them from any stage. None of them imports tfjs, and that is what a rule here holds.
 * - `service.ts` is where a stage meets its worker: it composes stages, so it may import from those below it too
 *   (src/train/service.ts scores what it embeds with src/evaluate). Only a worker imports a service.
 * - `src/protocol` is types: it may take types from any stage, and is itself only ever imported as types.
 * - `src/random` (seeded streams) stands beside the flow like `gpu` and `weights`, and imports nothing of ours.
 * - `src/parity` checks stages against reference numbers: it stands above all stages and nothing imports it.
 */
const STAGES = [
  'video',
  'clips',
  'encoder',
  'time',
  'contrast',
  'train',
  'evaluate',
  'project',
  'runs',
  'session',
  'ui',
];
const MAY_USE_GPU = 'clips|encoder|time|contrast|train|evaluate|parity';
const MAY_USE_TFJS = 'gpu|cpu|weights|clips|encoder|time|contrast|train|parity';

const TEST = '\\.test\\.tsx?$';
const SERVICE = '/service\\.ts$';
const within = (...folders) => `^src/(${folders.join('|')})/`;

/** A stage and all that come after it. */
const oneWay = STAGES.slice(0, -1).map((stage, i) => ({
  name: `one-way-${stage}`,
  comment: `src/${stage} comes before what it imports here: data flows one way.`,
  severity: 'error',
  from: { path: within(stage), pathNot: [TEST, SERVICE] },
  to: { path: within(...STAGES.slice(i + 1), 'study', 'parity') },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...oneWay,
    {
      name: 'no-cycles',
      comment: 'Two files that import each other are one file, or want a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'gpu-imports-no-stage',
      comment: 'Kernels and device know nothing of what is computed with them.',
      severity: 'error',
      from: { path: within('gpu'), pathNot: TEST },
      to: { path: '^src/(?!gpu/|random/)' },
    },
    {
      name: 'cpu-imports-gpu-only',
      comment:
        'The CPU computes the operations that src/gpu names; only the train worker opens it, when there is no GPU.',
      severity: 'error',
      from: { path: within('cpu'), pathNot: TEST },
      to: { path: '^src/(?!cpu/|gpu/|random/)' },
    },
    {
      name: 'who-uses-cpu',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/train/device\\.ts$', within('cpu'), TEST] },
      to: { path: within('cpu') },
    },
    {
      name: 'weights-imports-no-stage',
      severity: 'error',
      from: { path: within('weights'), pathNot: TEST },
      to: { path: '^src/(?!weights/|gpu/|random/)' },
    },
    {
      name: 'random-imports-nothing',
      severity: 'error',
      from: { path: within('random'), pathNot: TEST },
      to: { path: '^src/(?!random/)' },
    },
    {
      name: 'who-uses-gpu-and-weights',
      severity: 'error',
      from: { path: '^src/', pathNot: [`^src/(${MAY_USE_GPU}|gpu|cpu|weights)/`, TEST] },
      to: { path: within('gpu', 'weights') },
    },
    {
      name: 'who-uses-tfjs',
      comment: 'The page, the session and what a run is must load without tfjs.',
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: [`^src/(${MAY_USE_TFJS})/`, TEST] },
      to: { path: 'node_modules/@tensorflow/' },
    },
    {
      name: 'page-never-reaches-tfjs',
      comment: 'Not even through a module in between.',
      severity: 'error',
      from: { path: within('ui', 'session', 'runs', 'protocol', 'study'), pathNot: TEST },
      to: { path: 'node_modules/@tensorflow/', reachable: true },
    },
    {
      name: 'protocol-is-types',
      comment: 'A contract is imported with `import type`.',
      severity: 'error',
      from: {},
      to: { path: within('protocol'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'who-knows-protocol',
      comment:
        'Stages know no worker: session, ui, study and workers do, and the services and decoders that answer them.',
      severity: 'error',
      from: {
        path: within('clips', 'encoder', 'time', 'contrast', 'gpu', 'weights', 'random'),
        pathNot: TEST,
      },
      to: { path: within('protocol') },
    },
    {
      name: 'protocol-takes-types',
      severity: 'error',
      from: { path: within('protocol') },
      to: { path: '^src/(?!protocol/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-workers-run-services',
      comment: 'The page speaks to a service through its worker.',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST },
      to: { path: `^src/[^/]+${SERVICE}`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pages-are-ends',
      comment:
        'Nobody imports the pages; only the study borrows how the app draws a map and writes a number.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: [TEST, within('study')] },
      to: { path: within('ui', 'study', 'parity'), pathNot: '^src/$1/' },
    },
    {
      name: 'study-borrows-pure-drawing',
      comment:
        'The study’s pictures are drawn as the app draws them; React and the page’s state stay out of it.',
      severity: 'error',
      from: { path: within('study'), pathNot: TEST },
      to: { path: within('ui', 'parity'), pathNot: ['^src/ui/maps/[^/]+\\.ts$', '^src/ui/format\\.ts$'] },
    },
    {
      name: 'product-stands-alone',
      comment:
        'What is shipped imports nothing of tests, scripts and benchmarks (tests may use e2e’s encoder).',
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: TEST },
      to: { path: '^(e2e|scripts|bench)/' },
    },
    {
      name: 'tests-are-ends',
      severity: 'error',
      from: { pathNot: TEST },
      to: { path: TEST },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['\\?(raw|url|worker|assembly)$', '^virtual:'] },
    },
    {
      name: 'no-dev-dependency-in-product',
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.d.ts'],
    },
  },
};

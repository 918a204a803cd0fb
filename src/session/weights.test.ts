/** A checkpoint in the session: looked at, taken as the start, gone on with; against a train worker that only answers. */
import type * as Comlink from 'comlink';
import { beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { TrainService } from '../protocol/train';
import { PRESETS } from '../runs/config';
import type { CheckpointReport } from '../train/checkpoint_report';
import { NO_CURVES } from './curves';
import type { Change } from './settings';
import type { SessionState } from './state';
import { pacedUpdates } from './updates';
import { isCheckpoint, Weights } from './weights';

const config = PRESETS.interactive;
const savedConfig = { ...config.train, seed: 5, runs: [config.train.runs[1]!] };
const report: CheckpointReport = {
  format: 'safetensors',
  family: 'pytorchvideo',
  architecture: 'slow_r50',
  width: 0.25,
  blocks: [3, 4, 6, 3],
  dim: 512,
  prefix: '',
  matched: { tensors: 265, parameters: 2e6 },
  leftOut: [],
  run: { id: 'transform', step: 40, config: savedConfig, fromSeed: true },
};

const service = {
  inspectCheckpoint: vi.fn<(bytes: Uint8Array) => Promise<CheckpointReport>>(),
  applyEncoder: vi.fn<(bytes: Uint8Array) => Promise<void>>(),
  clearEncoder: vi.fn<() => Promise<void>>(),
  resumeRuns: vi.fn(),
  exportRun: vi.fn(),
};
const pause = vi.fn(() => Promise.resolve());
const follow = vi.fn(() => Promise.resolve());
const embedNow = vi.fn(() => Promise.resolve());

/** The parts of the state that weights read or write. */
function weightsOf(state: Partial<SessionState>) {
  const store = createStore(
    () =>
      ({
        config,
        stage: 'ready',
        step: 0,
        library: [],
        trainOn: 'builtin',
        notices: [],
        prepared: { config: config.train, videoIds: [] },
        ...state,
      }) as unknown as SessionState,
  );
  const updates = pacedUpdates(store);
  const changeConfig = (change: Change) => change.ok && updates.now(() => ({ config: change.config }));
  const weights = new Weights(updates, () => service as unknown as Comlink.Remote<TrainService>, {
    changeConfig,
    pause,
    follow,
    embedNow,
  });
  return { weights, state: () => store.getState() };
}

const file = (name: string) => new File([Uint8Array.of(1, 2, 3)], name);

beforeEach(() => {
  vi.resetAllMocks();
  service.inspectCheckpoint.mockResolvedValue(report);
});

test('weights are told from videos by the name', () => {
  const names = ['a.pth', 'SLOW_8x8_R50.pyth', 'b.PT', 'c.safetensors', 'walk.mp4', 'points.mp4', 'x.pt.mov'];
  expect(names.filter(isCheckpoint)).toEqual(['a.pth', 'SLOW_8x8_R50.pyth', 'b.PT', 'c.safetensors']);
});

test('a look changes nothing but what is shown, and a refusal is shown as its sentence', async () => {
  const { weights, state } = weightsOf({});
  await weights.inspect(file('slow.pyth'));
  expect(state().checkpoint).toEqual({ status: 'read', name: 'slow.pyth', report });
  expect([...service.inspectCheckpoint.mock.calls[0]![0]]).toEqual([1, 2, 3]);
  expect(service.applyEncoder).not.toHaveBeenCalled();
  service.inspectCheckpoint.mockRejectedValue(new Error('The file asks for os.system.'));
  await weights.inspect(file('bad.pth'));
  expect(state().checkpoint).toEqual({
    status: 'refused',
    name: 'bad.pth',
    message: 'The file asks for os.system.',
  });
});

test('the answer for an earlier file does not replace a later one', async () => {
  const { weights, state } = weightsOf({});
  let answer: (value: CheckpointReport) => void = () => undefined;
  service.inspectCheckpoint.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  const early = weights.inspect(file('early.pth'));
  await weights.inspect(file('late.pth'));
  answer({ ...report, family: 'torchvision' });
  await early;
  expect(state().checkpoint).toMatchObject({ name: 'late.pth', report: { family: 'pytorchvideo' } });
});

test('an untrained session starts anew from the encoder, with the kind and width of the file', async () => {
  const { weights, state } = weightsOf({});
  await weights.inspect(file('slow.pyth'));
  await weights.apply();
  expect(service.applyEncoder).toHaveBeenCalledOnce();
  expect(state().config.train.encoder).toMatchObject({ architecture: 'slow_r50', width: 0.25 });
  expect(state().initialEncoder).toEqual({ name: 'slow.pyth', architecture: 'slow_r50', width: 0.25 });
  // Nothing counts as prepared any more, so what follows makes the weights anew.
  expect(state().prepared).toBeUndefined();
  expect(follow).toHaveBeenCalled();
  await weights.clearStart();
  expect(service.clearEncoder).toHaveBeenCalledOnce();
  expect(state().initialEncoder).toBeUndefined();
});

test('what is trained already is kept: the encoder waits for the next start', async () => {
  const { weights, state } = weightsOf({ stage: 'paused', step: 12 });
  await weights.inspect(file('slow.pyth'));
  await weights.apply();
  expect(state()).toMatchObject({ pendingChange: true, step: 12, prepared: { config: config.train } });
});

test('a file that cannot be taken leaves everything as it was, and a notice', async () => {
  const { weights, state } = weightsOf({});
  await weights.inspect(file('slow.pyth'));
  service.applyEncoder.mockRejectedValue(new Error('Tensor "x" is missing.'));
  await weights.apply();
  expect(state().config).toBe(config);
  expect(state().initialEncoder).toBeUndefined();
  expect(state().notices.map(({ message }) => message)).toEqual(['Tensor "x" is missing.']);
});

test('going on with a run takes its settings and its step', async () => {
  const { weights, state } = weightsOf({ stage: 'stopped', step: 90 });
  service.resumeRuns.mockResolvedValue(report.run);
  await weights.inspect(file('run.safetensors'));
  await weights.resume();
  expect(pause).toHaveBeenCalled();
  expect(state()).toMatchObject({
    stage: 'paused',
    step: 40,
    curves: NO_CURVES,
    config: { train: savedConfig, map: config.map },
    prepared: { config: savedConfig },
    embedding: undefined,
  });
  expect(follow).toHaveBeenCalled();
  expect(embedNow).toHaveBeenCalled();
});

test('a saved file is called after run and step', async () => {
  const { weights, state } = weightsOf({ step: 7 });
  service.exportRun.mockResolvedValueOnce(Uint8Array.of(9));
  expect(await weights.save('transform', 'run')).toEqual({
    name: 'ltn-transform-run-step7.safetensors',
    bytes: Uint8Array.of(9),
  });
  service.exportRun.mockRejectedValueOnce(new Error('There are no weights.'));
  expect(await weights.save('transform', 'run')).toBeUndefined();
  expect(state().notices).toHaveLength(1);
});

test('a new train worker is told again where runs start from', async () => {
  const { weights } = weightsOf({});
  await weights.reopened();
  expect(service.applyEncoder).not.toHaveBeenCalled();
  await weights.inspect(file('slow.pyth'));
  await weights.apply();
  await weights.reopened();
  expect(service.applyEncoder).toHaveBeenCalledTimes(2);
});

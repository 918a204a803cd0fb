/** Runs as files, as they are between two steps: one that was asked for, or all of them at one moment. */
import * as Comlink from 'comlink';
import type { encoderFile } from './checkpoint';
import { runFile } from './checkpoint';
import type { Moment } from './checkpoint_report';
import type { Trainer } from './trainer';

/** @throws Error when nothing is prepared, RangeError when there is no such run. Call it with nothing else on the device. */
export async function fileOf(
  trainer: Trainer | undefined,
  id: string,
  write: typeof encoderFile | typeof runFile,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!trainer) throw new Error('There are no weights to save yet: prepare the runs first.');
  const { config, start } = trainer;
  const { run, state } = await trainer.state(id);
  const bytes = write({ config, run, fromSeed: start === 'seed' }, state);
  return Comlink.transfer(bytes, [bytes.buffer]);
}

/** Of the runs in lock-step: one that is behind is at another step. Like `fileOf`. */
export async function momentOf(trainer: Trainer | undefined): Promise<Moment> {
  const runs: Moment['runs'][number][] = [];
  const inStep = trainer?.runIds.filter((id) => !trainer.behind?.ids.includes(id)) ?? [];
  for (const id of inStep) runs.push({ id, bytes: await fileOf(trainer, id, runFile) });
  const buffers = runs.map(({ bytes }) => bytes.buffer);
  return Comlink.transfer({ step: trainer?.steps ?? 0, runs }, buffers);
}

/** The reference cases, where ../shared/fixtures is there: the same code that `npm run parity` runs. */
import { beforeAll, expect, test } from 'vitest';
import { openGpu } from '../gpu/device';
import { server } from 'vitest/browser';
import { readCase } from './case';
import { runCase } from './kinds';

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

const NAMES = [
  'ltn_transform_orth_2',
  'ltn_transform_orth_1',
  'ltn_transform_orth_3',
  'ltn_attention_orth_2',
  'ltn_attention_free_1',
  'ltn_addition_orth_2',
  'ltn_transform_free_2',
  'ltn_transform_orth_paper_size',
  'loss_infonce_1',
  'loss_byol_3',
  'loss_nt_xent',
  'loss_swav',
  'optimiser_lars',
  'loss_byol_3',
  'loss_nt_xent',
  'loss_swav',
  'optimiser_lars',
  'loss_infonce_3',
  'loss_eq6_3',
  'loss_eq6_with_positives_3',
  'optimiser_sgd_nesterov',
  'schedule',
  'encoder_r3d_18_eval',
  'encoder_slow_r50_eval',
  'encoder_r3d_50_eval',
  'encoder_r3d_18_train',
  'encoder_slow_r50_train',
  'encoder_r3d_50_eval_gradient',
  'trajectory_base_p2',
  'trajectory_transform_p4',
  'trajectory_attention_p2',
  'trajectory_addition_p2_eq6',
];
test.each(NAMES)('%s', async (name) => {
  const b64 = await server.commands.readFile(`../shared/fixtures/${name}.safetensors`, {
    encoding: 'base64',
  } as never);
  const bytes = Uint8Array.from(atob(b64), (c) => c.charCodeAt(0));
  const verdict = await runCase(readCase(name, bytes));
  console.log(JSON.stringify(verdict));
  expect(verdict.pass).toBe(true);
});

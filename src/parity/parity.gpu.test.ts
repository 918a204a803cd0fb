/** The reference cases, where ../shared/fixtures is there: the same code that `npm run parity` runs. */
import { beforeAll, expect, test } from 'vitest';
import { openGpu } from '../gpu/device';
import { readCase } from './case';
import { runCase } from './kinds';
import { Settings } from './settings';

beforeAll(async () => {
  expect(await openGpu()).toMatchObject({ ok: true });
});

/** Addresses by path; none where the folder is not there. */
const FILES = import.meta.glob<string>('../../../shared/fixtures/*.safetensors', {
  query: '?url',
  import: 'default',
  eager: true,
});

const cases = Object.entries(FILES).map(([path, url]) => ({
  name: path.replace(/^.*\/|\.safetensors$/g, ''),
  url,
}));

test.each(cases)('$name', async ({ name, url }) => {
  const response = await fetch(url);
  const verdict = await runCase(readCase(name, new Uint8Array(await response.arrayBuffer())));
  expect(verdict, JSON.stringify(verdict)).toMatchObject({ pass: true });
});

test('a case of a kind that is not known fails and names it', async () => {
  const given = { name: 'x', kind: 'knitting', config: new Settings({}), tolerance: 1, tensors: new Map() };
  const { pass, error } = await runCase(given);
  expect(pass).toBe(false);
  expect(error).toMatch(/"knitting".*tsne/);
});

test('a setting that is missing or unknown is named', async () => {
  const asked = { dtype: 'F32', shape: [2], data: Float32Array.of(9, 9) } as const;
  const given = (config: Record<string, unknown>) => ({
    name: 'x',
    kind: 'schedule',
    config: new Settings(config),
    tolerance: 1e-5,
    tensors: new Map([
      ['output/lr', asked],
      ['output/momentum', asked],
    ]),
  });
  expect((await runCase(given({ baseLr: 1 }))).error).toMatch(/totalSteps/);
  const known = { baseLr: 1, totalSteps: 2, keyMomentum: 0.9 };
  const { pass, error } = await runCase(given({ ...known, polynomial: 2 }));
  expect(pass).toBe(false);
  expect(error).toMatch(/config\.polynomial/);
});

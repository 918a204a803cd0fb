/** An embedding makes way between two passes, where what waits for it would wait long. */
import { expect, test } from 'vitest';
import { Way } from './way';

/** Four passes of one clip each; `between` is called before each with the number of those that are over. */
async function embedded(way: Way, secondsEach: number, between: (done: number) => void) {
  let done = 0;
  way.progress(0, 4);
  const whole = await way.run(secondsEach, async (turn) => {
    way.progress(0, 4);
    for (; done < 4; done++) {
      between(done);
      await turn(() => Promise.resolve());
      way.progress(done + 1, 4);
    }
    return 'embedded';
  });
  return { whole, done };
}

const way = () => new Way(() => Promise.resolve());

test('one that would last ends before its next pass, one that is over soon is finished', async () => {
  const [long, short] = [way(), way()];
  expect(await embedded(long, 60, (done) => done === 0 && long.make('if it would last'))).toEqual({
    whole: undefined,
    done: 0,
  });
  expect(await embedded(short, 0.01, () => short.make('if it would last'))).toEqual({
    whole: 'embedded',
    done: 4,
  });
});

test('what nobody will look at ends in any case, and the next one starts anew', async () => {
  const one = way();
  expect(await embedded(one, 0.01, (done) => done === 2 && one.make('always'))).toEqual({
    whole: undefined,
    done: 2,
  });
  expect((await embedded(one, 0.01, () => undefined)).whole).toBe('embedded');
  // Between two embeddings there is none to break off.
  one.make('always');
  expect((await embedded(one, 0.01, () => undefined)).whole).toBe('embedded');
});

test('an error of an embedding is its own', async () => {
  await expect(way().run(1, () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
});

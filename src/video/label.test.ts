import { expect, test } from 'vitest';
import { labelsOf, personOf } from './label';

test('names of Toyota Smarthome in one folder give the activity', () => {
  expect(labelsOf(['videos/Cook.Usestove_p02_r00_v01_c03.mp4', 'videos/Enter_p03_r01_v02_c01.mp4'])).toEqual([
    'Cook.Usestove',
    'Enter',
  ]);
});

test('a subfolder of what was dropped is the label', () => {
  expect(labelsOf(['UCF101/Basketball/v_Basketball_g01_c01.avi', 'UCF101/a/b/Enter_1.mp4'])).toEqual([
    'Basketball',
    'b',
  ]);
});

test('several folders dropped together are labels', () => {
  expect(labelsOf(['cats/one_1.mp4', 'dogs/two_2.mp4'])).toEqual(['cats', 'dogs']);
});

test('a loose file is labelled by its name, whatever folders came with it', () => {
  expect(labelsOf(['clip.mp4', 'Enter_p01.mp4', 'cats/one_1.mp4', 'dogs/two.mp4'])).toEqual([
    'clip',
    'Enter',
    'cats',
    'dogs',
  ]);
});

test('one folder alone is no label', () => {
  expect(labelsOf(['holiday/beach_1.mov', 'holiday/hill.mov'])).toEqual(['beach', 'hill']);
});

test('UCF101 names give their class when the class folder alone was dropped', () => {
  expect(labelsOf(['Basketball/v_Basketball_g01_c01.avi'])).toEqual(['Basketball']);
});

test('leading ./ and /, names that begin with _ or ., and names without an extension', () => {
  expect(labelsOf(['./Enter_p01.mp4', '/root/sub/x.mp4', '_x.mp4', '.hidden', 'a.b_c.mp4', 'noext'])).toEqual(
    ['Enter', 'sub', '_x', '.hidden', 'a.b', 'noext'],
  );
});

test('the person is the number behind _p', () => {
  expect(personOf('Cook.Usestove_p02_r00_v01_c03.mp4')).toBe(2);
  expect(personOf('root/Enter_p25.mp4')).toBe(25);
  expect(personOf('Make_pancakes_r00.mp4')).toBeUndefined();
  expect(personOf('clip.mp4')).toBeUndefined();
});

/** Maps as files, colours as categories, and the selection. */
import { describe, expect, it } from 'vitest';
import type { SpaceMap } from '../../session/state';
import { categoriesOf, categoryOf, colouring, COLOUR_BY } from './colour_by';
import { categoryColours } from './category_colour';
import { coordinatesCsv } from './coordinates';
import { safeName } from './download';
import { drawMap } from './draw';
import { personOf } from '../../session/person';
import { mapSvg } from './pictures';
import { changedSelection } from './selection';
import { SvgContext } from './svg_context';
import { timeColours } from './time_colour';

const VIDEOS = [
  { id: 'a', name: 'Enter_p01_r00.mp4', label: 'Enter' },
  { id: 'b', name: '=cmd|"x", y.mp4', label: 'Leave' },
];
const MAP: SpaceMap = {
  step: 7,
  segments: [
    { videoId: 'a', start: 0 },
    { videoId: 'a', start: 1.5 },
    { videoId: 'b', start: 0 },
  ],
  layout: {
    key: 'base/f',
    projection: 'pca',
    positions: Float32Array.of(1, 2, -3, 0.5, 0, -1),
    n: 3,
    settled: true,
    explained: [0.5, 0.25],
  },
};

describe('coordinates', () => {
  it('are a row a segment, and a name is neither a formula nor the end of a cell', () => {
    expect(coordinatesCsv(MAP, VIDEOS).split('\r\n')).toEqual([
      'video,label,person,t_seconds,step,x,y',
      'Enter_p01_r00.mp4,Enter,p01,0,7,1,2',
      'Enter_p01_r00.mp4,Enter,p01,1.5,7,-3,0.5',
      '"\'=cmd|""x"", y.mp4",Leave,,0,7,0,-1',
      '',
    ]);
  });
});

describe('the picture', () => {
  const looks = {
    shapes: new Map([['b', 'square' as const]]),
    colourOf: timeColours(2, 'light'),
    strengthOf: () => 1,
    highlights: [],
  };
  const svg = mapSvg({ map: MAP, looks, scheme: 'light', view: undefined }, 'f <of> "base"');

  it('has a mark a point, a line between neighbours in time, and the title as text', () => {
    expect(svg.match(/<path [^>]*fill="rgb/g)).toHaveLength(3);
    expect(svg.match(/stroke-opacity="0.55"/g)).toHaveLength(1);
    expect(svg).toContain('<title>f &#60;of&#62; &#34;base&#34;</title>');
    expect(svg).not.toMatch(/NaN|undefined|rgb\([^)]*\//);
  });

  it('takes a whole circle as two arcs that meet', () => {
    expect(svg).toMatch(/M[\d.]+ [\d.]+a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z/);
  });
});

it('a thicket of points has no rims, and lines only where a clip is looked at', () => {
  const segments = Array.from({ length: 2000 }, (_, i) => ({
    videoId: `v${Math.floor(i / 20)}`,
    start: i % 20,
  }));
  const scene = {
    positions: Float32Array.from({ length: 4000 }, (_, i) => Math.sin(i)),
    segments,
    shapes: new Map(),
    colourOf: timeColours(20, 'light'),
    strengthOf: () => 1,
    highlights: [segments[45]!],
    extent: { x: 1, y: 1 },
  };
  const style = { width: 400, height: 300, ratio: 1, radius: 5, background: '#fff', ink: '#000' };
  const context = new SvgContext();
  drawMap(context, scene, style);
  const svg = context.finish(400, 300, 'many');
  // 2000 points and the highlight; 19 lines of its clip and the highlight's ring.
  expect(svg.match(/<path [^>]*fill="rgb/g)).toHaveLength(2001);
  expect(svg.match(/stroke-width/g)).toHaveLength(20);

  // Where there is a faster way, it draws the points, and lines and highlight lie over them.
  const radii: number[] = [];
  const fast = new SvgContext();
  drawMap(fast, scene, { ...style, drawThicket: (_scene, _style, radius) => radii.push(radius) });
  expect(radii).toEqual([3]);
  expect(fast.finish(400, 300, 'many').match(/<path /g)).toHaveLength(21);
});

it('file names are harmless in every file system', () => {
  expect(safeName('../..\\base/f′ step 7?')).toBe('base-f-step-7');
  expect(safeName('...')).toBe('map');
  expect(safeName('x'.repeat(500))).toHaveLength(100);
});

describe('colour by category', () => {
  /** WCAG relative luminance of `r g b`. */
  const luminance = (channels: string) => {
    const [r, g, b] = channels.split(' ').map((channel) => {
      const share = Number(channel) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };

  it('has as many colours as it needs, 3:1 or more against the ground', () => {
    for (const [scheme, ground] of [
      ['light', 1],
      ['dark', luminance('22 25 29')],
    ] as const) {
      for (const count of [1, 2, 5, 12, 40]) {
        const colours = categoryColours(count, scheme);
        expect(new Set(colours).size).toBe(count);
        for (const colour of colours) {
          const [light, dark] = [luminance(colour), ground].sort((a, b) => b - a);
          expect((light! + 0.05) / (dark! + 0.05), `${scheme} ${colour}`).toBeGreaterThanOrEqual(3);
        }
      }
    }
  });

  it('is the same for all segments of a category, and says so in the legend', () => {
    const colourOf = colouring('label', VIDEOS, 4, 'dark');
    expect(colourOf({ videoId: 'a', start: 0 }, 0.5)).toBe(colourOf({ videoId: 'a', start: 3 }, 0.5));
    const legend = categoriesOf(VIDEOS, 'label', 'dark');
    expect([...legend.keys()]).toEqual(['Enter', 'Leave']);
    expect(colourOf({ videoId: 'b', start: 0 }, 1)).toBe(`rgb(${legend.get('Leave')} / 1)`);
    expect(Object.keys(COLOUR_BY)[0]).toBe('time');
  });

  it('reads the person off the name, where it is there', () => {
    expect(['Enter_p03_r00', 'P12-walk.mp4', 'p7.mp4', 'stop03', 'Enter_p03cs'].map(personOf)).toEqual([
      'p03',
      'p12',
      'p7',
      undefined,
      undefined,
    ]);
    expect(categoryOf(VIDEOS[1], 'person')).toBe('not named');
  });
});

it('a selection is replaced, added to, or what is in it already taken out again', () => {
  const selected = new Set(['a', 'b']);
  expect([...changedSelection(selected, ['c'], false)]).toEqual(['c']);
  expect([...changedSelection(selected, ['b', 'c'], true)]).toEqual(['a', 'b', 'c']);
  expect([...changedSelection(selected, ['b'], true)]).toEqual(['a']);
  expect([...changedSelection(selected, [], true)]).toEqual(['a', 'b']);
});

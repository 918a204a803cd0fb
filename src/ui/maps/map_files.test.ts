/** Maps as files, colours as categories, and the selection. */
import { describe, expect, it } from 'vitest';
import type { SpaceMap } from '../../session/state';
import { categoriesOf, categoryOf, colouring, COLOUR_BY } from './colour_by';
import { categoryColours } from './category_colour';
import { coordinatesCsv } from './coordinates';
import { safeName } from './download';
import { drawMap } from './draw';
import { personOf } from '../../session/person';
import { legendItems } from './legend_items';
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

/** What an SVG says, in order. */
const texts = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text]) => text);

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
  const picture = { map: MAP, looks, scheme: 'light', view: undefined } as const;
  const caption = { title: 'f of base', lines: ['seed 0 · step 7'] };
  const svg = mapSvg({ ...picture, legend: [], caption }, 'f <of> "base"');

  it('has a mark a point, a line between neighbours in time, and the title as text', () => {
    expect(svg.match(/<path [^>]*fill="rgb/g)).toHaveLength(3);
    expect(svg.match(/stroke-opacity="0.55"/g)).toHaveLength(1);
    expect(svg).toContain('<title>f &#60;of&#62; &#34;base&#34;</title>');
    expect(svg).not.toMatch(/NaN|undefined|rgb\([^)]*\//);
  });

  it('has what colours and shapes mean, and the caption, under the map', () => {
    const legend = legendItems('time', VIDEOS, 2, 'light');
    const whole = mapSvg({ ...picture, legend, caption }, 'f');
    expect(texts(whole)).toEqual(['f of base', 't = 0', '2 s', 'Enter', 'Leave', 'seed 0 · step 7']);
    // The ground of the map and of what is below it, and the colour bar from first to last.
    const rects = [...whole.matchAll(/<rect .* fill="([^"]*)"/g)].map(([, fill]) => fill);
    expect(rects).toHaveLength(2 + 40);
    expect(rects[2]).toBe('rgb(68,1,84)');
    const [, height] = /viewBox="0 0 640 (\d+)"/.exec(whole)!;
    const feet = [...whole.matchAll(/<text x="[\d.]+" y="([\d.]+)"/g)].map(([, y]) => Number(y));
    for (const y of feet) expect(y).toBeGreaterThan(640);
    expect(Math.max(...feet)).toBeLessThan(Number(height));
  });

  it('takes odd names as text, cuts what is too long, and says how many it does not name', () => {
    const odd = '<img src=x onerror=alert(1)>&"\u0000\ud800';
    const videos = [odd, 'Y'.repeat(300), ...Array.from({ length: 30 }, (_, i) => `label ${i}`)].map(
      (label, i) => ({ id: String(i), name: label, label }),
    );
    for (const by of ['label', 'video', 'time'] as const) {
      const whole = mapSvg({ ...picture, legend: legendItems(by, videos, 2, 'light'), caption }, odd);
      expect(whole).toContain('&#60;img src=x onerror=alert(1)&#62;&#38;&#34;<');
      expect(whole).not.toMatch(/<img|[\0\ud800]/);
      expect(whole).toMatch(/>Y{3,40}…</);
      expect(texts(whole)).toContain('and 8 more');
    }
  });

  it('wraps a long caption', () => {
    const lines = [Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ')];
    const whole = mapSvg({ ...picture, legend: [], caption: { title: 'f', lines } }, 'f');
    const [, ...wrapped] = texts(whole);
    expect(wrapped.length).toBeGreaterThan(3);
    expect(wrapped.join(' ')).toBe(lines[0]);
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
  expect(safeName(`${'x'.repeat(99)}.mp4`)).toBe('x'.repeat(99));
  expect(safeName('Café <b>\u202e"x"\n')).toBe('Cafe-b-x');
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

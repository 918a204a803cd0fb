/**
 * A convolution and its input gradient are one sum of products, result[p, n] = Σ over taps and c of source[p + tap, c] ·
 * filter[tap, c, n]. What differs is where they walk: the positions, the taps that meet them, and where each of them
 * reads and writes.
 */
import { axes, flattened, FLOOR_DIVISION, product, type ConvGeometry, type Triple } from './conv3d_geometry';

export interface Walk {
  readonly key: 'conv3dForward' | 'conv3dInputGradient';
  /** Of the result. */
  readonly shape: readonly number[];
  /** True where positions of the result are in none of the classes: they are 0. */
  readonly leavesZeros: boolean;
  /** Channels summed over, and those of the result. */
  readonly summed: number;
  readonly given: number;
  /** Where a tap leads in the source: on, or back. */
  readonly sign: '+' | '-';
  /**
   * Positions of the result whose index leaves the same remainder by the stride meet the same taps; they are a class of
   * [B, …grid] positions. The forward pass has one; of the gradient those count that meet any.
   */
  readonly classes: number;
  readonly batch: number;
  readonly grid: Triple;
  /** Taps that a position meets, on the average over the classes. */
  readonly taps: number;
  /** And at most. */
  readonly mostTaps: number;
  /** Steps along W that any class may take, and the source positions from one position of a class to the next. */
  readonly stepsW: number;
  readonly scaleW: number;
  /** True where every step along W, unrolled, is a tap of the filter that can meet the source. */
  readonly everyStepMeets: boolean;
  /** True where each position meets one tap, always inside of the source. */
  readonly pointwise: boolean;
  /** Per axis, in WGSL, from `classIndex`: first, end, tap and hop (step j is tap + j · hop of the filter), offset, start. */
  readonly classCode: string;
  readonly integers: Readonly<Record<string, number>>;
  /** The convolution that this is the input gradient of. */
  readonly gradientOf?: ConvGeometry;
}

const eachAxis = (piece: (axis: 'T' | 'H' | 'W') => string) =>
  (['T', 'H', 'W'] as const).map(piece).join('\n');

function isPointwise({ kernel, padding }: ConvGeometry): boolean {
  return product(kernel) === 1 && Math.max(...padding) === 0;
}

/** Taps of one axis that meet the input at any position: the others only ever see zeros. */
function usefulTaps(
  { input, output, kernel, strides, padding }: ConvGeometry,
  axis: 0 | 1 | 2,
): [number, number] {
  const first = Math.max(0, padding[axis] - (output[axis] - 1) * strides[axis]);
  const end = Math.min(kernel[axis], input[axis] + padding[axis]);
  return [Math.min(first, end), end];
}

/** x [B,T,H,W,Cin] * filter -> [B,T',H',W',Cout]. */
export function forwardWalk(geometry: ConvGeometry): Walk {
  const whole = flattened(geometry);
  const { batch, input, output, kernel, strides, padding, inChannels, outChannels } = whole;
  const taps = ([0, 1, 2] as const).map((axis) => usefulTaps(whole, axis));
  const first = taps.map(([from]) => from) as unknown as Triple;
  const end = taps.map(([, to]) => to) as unknown as Triple;
  const useful = end.map((to, axis) => to - first[axis]!) as unknown as Triple;
  return {
    key: 'conv3dForward',
    shape: [geometry.batch, ...geometry.output, outChannels],
    leavesZeros: false,
    summed: inChannels,
    given: outChannels,
    sign: '+',
    classes: 1,
    batch,
    grid: output,
    taps: product(useful),
    mostTaps: product(useful),
    stepsW: kernel[2],
    scaleW: strides[2],
    everyStepMeets: useful[2] === kernel[2],
    pointwise: isPointwise(geometry),
    classCode: eachAxis(
      (axis) => `
      let first${axis} = uniforms.first${axis}; let end${axis} = uniforms.end${axis};
      let tap${axis} = 0; let hop${axis} = 1; let start${axis} = 0;
      let offset${axis} = -uniforms.padding${axis};`,
    ),
    integers: {
      ...axes('source', input),
      ...axes('grid', output),
      ...axes('result', output),
      ...axes('scale', strides),
      ...axes('spread', [1, 1, 1]),
      ...axes('kernel', kernel),
      ...axes('padding', padding),
      ...axes('first', first),
      ...axes('end', end),
    },
  };
}

/** dy [B,T',H',W',Cout], filter -> dx [B,T,H,W,Cin]: tap k leads from i to o with i + padding − k = stride · o. */
export function inputGradientWalk(geometry: ConvGeometry): Walk {
  const { batch, input, output, kernel, strides, padding, inChannels, outChannels } = flattened(geometry);
  // Along an axis with longer strides than taps, most positions meet none: their gradient is 0, and not computed.
  const classes = kernel.map((k, axis) => Math.min(k, strides[axis]!)) as unknown as Triple;
  const grid = input.map((size, axis) => Math.ceil(size / strides[axis]!)) as unknown as Triple;
  return {
    key: 'conv3dInputGradient',
    gradientOf: geometry,
    shape: [geometry.batch, ...geometry.input, inChannels],
    leavesZeros: product(classes) < product(strides),
    summed: outChannels,
    given: inChannels,
    sign: '-',
    classes: product(classes),
    batch,
    grid,
    taps: product(kernel) / product(classes),
    mostTaps: product(kernel.map((k, axis) => Math.ceil(k / strides[axis]!)) as unknown as Triple),
    stepsW: Math.ceil(kernel[2] / strides[2]),
    scaleW: 1,
    everyStepMeets: strides[2] === 1 && output[2] > 1,
    pointwise: isPointwise(geometry),
    classCode: `
      let tapW = classIndex % uniforms.classesW;
      let tapH = (classIndex / uniforms.classesW) % uniforms.classesH;
      let tapT = classIndex / (uniforms.classesW * uniforms.classesH);
      ${eachAxis(
        (axis) => `
      let hop${axis} = uniforms.spread${axis};
      let ahead${axis} = tap${axis} - uniforms.padding${axis};
      let start${axis} = ahead${axis} - floorDivide(ahead${axis}, hop${axis}) * hop${axis};
      let offset${axis} = (start${axis} + uniforms.padding${axis}) / hop${axis};
      let first${axis} = max(0, offset${axis} - uniforms.source${axis} + 1);
      let end${axis} = max(first${axis}, min(
        floorDivide(uniforms.kernel${axis} - tap${axis} + hop${axis} - 1, hop${axis}),
        uniforms.grid${axis} + offset${axis}));`,
      )}`,
    integers: {
      ...axes('source', output),
      ...axes('grid', grid),
      ...axes('result', input),
      ...axes('scale', [1, 1, 1]),
      ...axes('spread', strides),
      ...axes('classes', classes),
      ...axes('kernel', kernel),
      ...axes('padding', padding),
    },
  };
}

/**
 * Functions of every walk, in WGSL. `placeOf`: (clip, t, h, w) of a position of the class, rows of `rowLength` along W.
 * `targetOf`: where the result of a place is, in positions; −1: the class has it and the result has not.
 */
export const PLACES = `
    ${FLOOR_DIVISION}
    fn placeOf(p : i32, rowLength : i32) -> vec4<i32> {
      let row = p / rowLength;
      let plane = row / uniforms.gridH;
      let clip = plane / uniforms.gridT;
      return vec4<i32>(clip, plane - clip * uniforms.gridT, row - plane * uniforms.gridH, p - row * rowLength);
    }
    fn targetOf(place : vec4<i32>, startT : i32, startH : i32, startW : i32) -> i32 {
      let t = place.y * uniforms.spreadT + startT;
      let h = place.z * uniforms.spreadH + startH;
      let w = place.w * uniforms.spreadW + startW;
      let there = (t < uniforms.resultT) & (h < uniforms.resultH) & (w < uniforms.resultW);
      return select(-1, ((place.x * uniforms.resultT + t) * uniforms.resultH + h) * uniforms.resultW + w, there);
    }`;

/** What the loop over taps and channels carries, from its first turn; along W from loopFirstW to loopEndW. `moved` sets what depends on the tap. */
export function firstTap(moved: string): string {
  return `
      var jt = firstT; var jh = firstH; var jw = loopFirstW; var c = 0;
      ${moved}`;
}

/** On to the next `chunk` of `channels`, then to the next step along W, H and T. What a loop carries is copied at each turn: there is one loop. */
export function nextTap(chunk: number, moved: string, within = ''): string {
  return `
        c += ${chunk};
        ${within}
        if (c >= channels) {
          c = 0;
          jw++;
          let rowDone = jw == loopEndW;
          jw = select(jw, loopFirstW, rowDone);
          jh += select(0, 1, rowDone);
          let planeDone = jh == endH;
          jh = select(jh, firstH, planeDone);
          jt += select(0, 1, planeDone);
          ${moved}
        }`;
}

/** Index of the filter's tap, before channels. */
export const FILTER_TAP =
  '(((tapT + jt * hopT) * uniforms.kernelH + tapH + jh * hopH) * uniforms.kernelW + tapW + jw * hopW)';

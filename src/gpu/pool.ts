/** Pooling of 3D features: the maximum of a window, and the average of everything, both with their gradients. */
import * as tf from '@tensorflow/tfjs';
import { axes, FLOOR_DIVISION, positionsAlong, product, type Triple } from './conv3d_geometry';
import { onWebGpu, OPERATION, run } from './operations';
import { runProgram, runPrograms, webgpuBackend, widthOf, type Width } from './program';

export interface Window {
  readonly size: Triple;
  readonly strides: Triple;
  readonly padding: Triple;
}

/** What a gradient is told about what it is the gradient to. */
export interface PooledShape {
  readonly inputShape: readonly number[];
}

interface Geometry extends Window {
  readonly batch: number;
  readonly input: Triple;
  readonly output: Triple;
  readonly channels: number;
  readonly width: Width;
}

function geometryOf(inputShape: readonly number[], window: Window): Geometry {
  const [batch, t, h, w, channels] = inputShape as [number, number, number, number, number];
  const { size, strides, padding } = window;
  const along = (axis: 0 | 1 | 2, length: number) =>
    positionsAlong(length, size[axis], strides[axis], padding[axis]);
  const output = [along(0, t), along(1, h), along(2, w)] as const;
  return { ...window, batch, input: [t, h, w], output, channels, width: widthOf(channels) };
}

function uniformsOf({ input, output, size, strides, padding, channels, width }: Geometry) {
  return {
    ...axes('in', input),
    ...axes('out', output),
    ...axes('size', size),
    ...axes('stride', strides),
    ...axes('padding', padding),
    vectors: channels / width,
  };
}

/** The type of an array element of this width, and of a comparison of two. */
function element(width: Width): string {
  return width === 4 ? 'vec4<f32>' : 'f32';
}

/** Splits a thread's index into channel vector `c` and position `b, t, h, w` of the array `extent`. */
function positionCode(extent: 'in' | 'out'): string {
  return `
      let vectors = uniforms.vectors;
      let c = index % vectors;
      var rest = index / vectors;
      let w = rest % uniforms.${extent}W;
      rest /= uniforms.${extent}W;
      let h = rest % uniforms.${extent}H;
      rest /= uniforms.${extent}H;
      let t = rest % uniforms.${extent}T;
      let b = rest / uniforms.${extent}T;`;
}

/** x -> the maximum of each window, and which of the window's places, counted over t, h, w, holds the first of it. */
function maxPool(x: tf.TensorInfo, window: Window): tf.TensorInfo[] {
  const geometry = geometryOf(x.shape, window);
  const { batch, output, channels, width } = geometry;
  const type = element(width);
  const shape = [batch, ...output, channels];
  return runPrograms(webgpuBackend('maxPool3d'), {
    key: 'maxPool3d',
    inputs: [{ name: 'x', tensor: x, width }],
    outputs: [
      { name: 'result', shape, width },
      { name: 'places', shape, width },
    ],
    threads: (batch * product(output) * channels) / width,
    integers: uniformsOf(geometry),
    code: () => `
    fn run(index : i32) {
      ${positionCode('out')}
      let t0 = t * uniforms.strideT - uniforms.paddingT;
      let h0 = h * uniforms.strideH - uniforms.paddingH;
      let w0 = w * uniforms.strideW - uniforms.paddingW;
      let firstT = max(0, -t0); let endT = min(uniforms.sizeT, uniforms.inT - t0);
      let firstH = max(0, -h0); let endH = min(uniforms.sizeH, uniforms.inH - h0);
      let firstW = max(0, -w0); let endW = min(uniforms.sizeW, uniforms.inW - w0);
      // The first place inside of x; what is compared with it comes later and must be greater.
      var best = x[(((b * uniforms.inT + t0 + firstT) * uniforms.inH + h0 + firstH) * uniforms.inW + w0 + firstW) * vectors + c];
      var place = ${type}(f32((firstT * uniforms.sizeH + firstH) * uniforms.sizeW + firstW));
      for (var i = firstT; i < endT; i++) {
        for (var j = firstH; j < endH; j++) {
          let row = ((b * uniforms.inT + t0 + i) * uniforms.inH + h0 + j) * uniforms.inW + w0;
          for (var k = firstW; k < endW; k++) {
            let value = x[(row + k) * vectors + c];
            let better = value > best;
            best = select(best, value, better);
            place = select(place, ${type}(f32((i * uniforms.sizeH + j) * uniforms.sizeW + k)), better);
          }
        }
      }
      result[index] = best;
      places[index] = place;
    }`,
  });
}

/** Windows along one axis that hold an input position: from … to. */
function windowsCode(axis: 'T' | 'H' | 'W'): string {
  const at = `${axis.toLowerCase()} + uniforms.padding${axis}`;
  return `
      let from${axis} = max(0, floorDivide(${at} - uniforms.size${axis}, uniforms.stride${axis}) + 1);
      let to${axis} = min(uniforms.out${axis} - 1, (${at}) / uniforms.stride${axis});`;
}

/** dx[i] = Σ of dy over the windows whose maximum was found at i: gathered, so that no two threads add to one place. */
function maxPoolGradient(
  dy: tf.TensorInfo,
  places: tf.TensorInfo,
  inputShape: readonly number[],
  window: Window,
): tf.TensorInfo {
  const geometry = geometryOf(inputShape, window);
  const { batch, input, channels, width } = geometry;
  const type = element(width);
  return runProgram(webgpuBackend('the gradient of maxPool3d'), {
    key: 'maxPool3dGradient',
    inputs: [
      { name: 'dy', tensor: dy, width },
      { name: 'places', tensor: places, width },
    ],
    output: { shape: inputShape, width },
    threads: (batch * product(input) * channels) / width,
    integers: uniformsOf(geometry),
    code: () => `
    ${FLOOR_DIVISION}
    fn run(index : i32) {
      ${positionCode('in')}
      ${windowsCode('T')}
      ${windowsCode('H')}
      ${windowsCode('W')}
      var sum = ${type}();
      for (var i = fromT; i <= toT; i++) {
        let inT = t + uniforms.paddingT - i * uniforms.strideT;
        for (var j = fromH; j <= toH; j++) {
          let inH = inT * uniforms.sizeH + h + uniforms.paddingH - j * uniforms.strideH;
          let row = ((b * uniforms.outT + i) * uniforms.outH + j) * uniforms.outW;
          for (var k = fromW; k <= toW; k++) {
            let here = ${type}(f32(inH * uniforms.sizeW + w + uniforms.paddingW - k * uniforms.strideW));
            let at = (row + k) * vectors + c;
            sum += select(${type}(), dy[at], places[at] == here);
          }
        }
      }
      result[index] = sum;
    }`,
  });
}

onWebGpu<Window>(OPERATION.maxPool, ({ inputs, attrs }) => maxPool(inputs.x!, attrs));

onWebGpu<Window & PooledShape>(OPERATION.maxPoolGradient, ({ inputs, attrs }) =>
  maxPoolGradient(inputs.dy!, inputs.places!, attrs.inputShape, attrs),
);

tf.registerGradient({
  kernelName: OPERATION.maxPool,
  inputsToSave: ['x'],
  outputsToSave: [false, true],
  gradFunc: (dys, saved, attrs) => {
    const [x, places] = saved as [tf.Tensor, tf.Tensor];
    const dy = (dys as tf.Tensor[])[0]!;
    return {
      x: () => run(OPERATION.maxPoolGradient, { dy, places }, { ...attrs, inputShape: x.shape })[0]!,
    };
  },
});

/**
 * Maximum of each window of x [B,T,H,W,C] with symmetric padding, which never wins: [B,T',H',W',C] with
 * T' = ⌊(T + 2·padding − size) / stride⌋ + 1. The gradient goes to the first maximum of a window in the order t, h, w,
 * as in PyTorch. The caller (or its tidy) disposes the result.
 *
 * @throws RangeError when a window fits nowhere, or lies in the padding alone. Needs WebGPU, or the kernels of src/cpu.
 */
export function maxPool3d(x: tf.Tensor5D, size: Triple, strides: Triple, padding: Triple): tf.Tensor5D {
  const { output } = geometryOf(x.shape, { size, strides, padding });
  if (Math.min(...output) < 1 || padding.some((zeros, axis) => zeros * 2 > size[axis]!)) {
    throw new RangeError(
      `maxPool3d(x): a window of ${size.join('x')} with padding ${padding.join(', ')} must fit into ${x.shape.slice(1, 4).join('x')} and the padding be at most half the window.`,
    );
  }
  const [y, places] = run(OPERATION.maxPool, { x }, { size, strides, padding });
  places!.dispose();
  return y as tf.Tensor5D;
}

onWebGpu(OPERATION.averagePool, ({ inputs }) => {
  const x = inputs.x!;
  const [batch, t, h, w, channels] = x.shape as [number, number, number, number, number];
  const width = widthOf(channels);
  const positions = t * h * w;
  return runProgram(webgpuBackend('globalAveragePool'), {
    key: 'globalAveragePool',
    inputs: [{ name: 'x', tensor: x, width }],
    output: { shape: [batch, channels], width },
    threads: (batch * channels) / width,
    integers: { positions, vectors: channels / width },
    code: () => `
      fn run(index : i32) {
        let first = index / uniforms.vectors * uniforms.vectors * uniforms.positions + index % uniforms.vectors;
        var sum = x[first];
        for (var p = 1; p < uniforms.positions; p++) { sum += x[first + p * uniforms.vectors]; }
        result[index] = sum / f32(uniforms.positions);
      }`,
  });
});

onWebGpu<PooledShape>(OPERATION.averagePoolGradient, ({ inputs, attrs: { inputShape } }) => {
  const [, t, h, w, channels] = inputShape as [number, number, number, number, number];
  const width = widthOf(channels);
  const positions = t * h * w;
  return runProgram(webgpuBackend('the gradient of globalAveragePool'), {
    key: 'globalAveragePoolGradient',
    inputs: [{ name: 'dy', tensor: inputs.dy!, width }],
    output: { shape: inputShape, width },
    threads: tf.util.sizeFromShape([...inputShape]) / width,
    integers: { positions, vectors: channels / width },
    code: () => `
      fn run(index : i32) {
        let clip = index / (uniforms.positions * uniforms.vectors);
        result[index] = dy[clip * uniforms.vectors + index % uniforms.vectors] / f32(uniforms.positions);
      }`,
  });
});

tf.registerGradient({
  kernelName: OPERATION.averagePool,
  inputsToSave: ['x'],
  gradFunc: (dy, saved) => {
    const inputShape = (saved as tf.Tensor[])[0]!.shape;
    return { x: () => run(OPERATION.averagePoolGradient, { dy: dy as tf.Tensor }, { inputShape })[0]! };
  },
});

/** Average of x [B,T,H,W,C] over T, H and W: [B,C]. The caller (or its tidy) disposes it. Needs WebGPU, or the kernels of src/cpu. */
export function globalAveragePool(x: tf.Tensor5D): tf.Tensor2D {
  return run(OPERATION.averagePool, { x })[0] as tf.Tensor2D;
}

/** The same convolution by onnxruntime-web on WebGPU: a model of one node, written here, in its own layout [B,C,T,H,W]. */
import * as ort from 'onnxruntime-web/webgpu';
import { product, type ConvGeometry } from '../src/gpu/conv3d_geometry';
import { milliseconds } from './timing';

/** Protocol buffers, as far as a model needs them: field number and wire type, then the value. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

const number = (field: number, value: number) => [...varint(field * 8), ...varint(value)];

function bytes(field: number, content: Iterable<number>): number[] {
  const all = [...content];
  return [...varint(field * 8 + 2), ...varint(all.length), ...all];
}

const text = (field: number, value: string) => bytes(field, new TextEncoder().encode(value));

const FLOAT = 1;
const INTS = 7;

function integers(name: string, values: readonly number[]): number[] {
  return [...text(1, name), ...values.flatMap((value) => number(8, value)), ...number(20, INTS)];
}

function valueInfo(name: string, shape: readonly number[]): number[] {
  const dimensions = shape.flatMap((size) => bytes(1, number(1, size)));
  const tensor = [...number(1, FLOAT), ...bytes(2, dimensions)];
  return [...text(1, name), ...bytes(2, bytes(1, tensor))];
}

/** y = Conv(x, w), w a constant. */
function convolutionModel({
  batch,
  input,
  output,
  kernel,
  strides,
  padding,
  inChannels,
  outChannels,
}: ConvGeometry): Uint8Array {
  const size = outChannels * inChannels * product(kernel);
  const weights = Float32Array.from({ length: size }, () => Math.random() - 0.5);
  const filter = [
    ...[outChannels, inChannels, ...kernel].flatMap((n) => number(1, n)),
    ...number(2, FLOAT),
    ...text(8, 'w'),
    ...bytes(9, new Uint8Array(weights.buffer)),
  ];
  const node = [
    ...text(1, 'x'),
    ...text(1, 'w'),
    ...text(2, 'y'),
    ...text(4, 'Conv'),
    ...bytes(5, integers('kernel_shape', kernel)),
    ...bytes(5, integers('strides', strides)),
    ...bytes(5, integers('pads', [...padding, ...padding])),
  ];
  const graph = [
    ...bytes(1, node),
    ...text(2, 'convolution'),
    ...bytes(5, filter),
    ...bytes(11, valueInfo('x', [batch, inChannels, ...input])),
    ...bytes(12, valueInfo('y', [batch, outChannels, ...output])),
  ];
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, number(2, 17))]);
}

export async function onnxMilliseconds(geometry: ConvGeometry): Promise<number> {
  ort.env.wasm.wasmPaths = '/node_modules/onnxruntime-web/dist/';
  ort.env.logLevel = 'error';
  const session = await ort.InferenceSession.create(convolutionModel(geometry), {
    executionProviders: ['webgpu'],
    preferredOutputLocation: 'gpu-buffer',
  });
  const { batch, inChannels, input } = geometry;
  const shape = [batch, inChannels, ...input];
  const values = new Float32Array(batch * inChannels * product(input)).fill(0.5);
  const device = await ort.env.webgpu.device;
  const buffer = device.createBuffer({
    size: values.byteLength,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
  });
  device.queue.writeBuffer(buffer, 0, values);
  const x = ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims: shape });
  try {
    return await milliseconds(
      async () => {
        const { y } = await session.run({ x });
        y!.dispose();
      },
      () => device.queue.onSubmittedWorkDone(),
    );
  } finally {
    await session.release();
    buffer.destroy();
  }
}

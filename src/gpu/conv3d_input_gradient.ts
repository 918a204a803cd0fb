/** Gradient of a 3D convolution to its input. */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { ConvGeometry, Tiling } from './conv3d_geometry';
import { sumOfProducts } from './conv3d_products';
import { inputGradientWalk } from './conv3d_walk';

/** dy [B,T',H',W',Cout], filter [kt,kh,kw,Cin,Cout] -> dx [B,T,H,W,Cin]. */
export function convInputGradient(
  backend: WebGPUBackend,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  geometry: ConvGeometry,
  tiling: Tiling,
): tf.TensorInfo {
  return sumOfProducts(backend, inputGradientWalk(geometry), dy, filter, tiling);
}

/** Forward pass of a 3D convolution. */
import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { ConvGeometry, Tiling } from './conv3d_geometry';
import { sumOfProducts } from './conv3d_products';
import { forwardWalk } from './conv3d_walk';

/** x [B,T,H,W,Cin] * filter [kt,kh,kw,Cin,Cout] -> [B,T',H',W',Cout]. */
export function convForward(
  backend: WebGPUBackend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  geometry: ConvGeometry,
  tiling: Tiling,
): tf.TensorInfo {
  return sumOfProducts(backend, forwardWalk(geometry), x, filter, tiling);
}

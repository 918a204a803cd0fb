/** Batch norm with the residual and the ReLU behind it, on the CPU; sums are float64. */
import type { NormGradientAttributes } from '../gpu/batch_norm';
import type { NormAttributes } from '../gpu/batch_norm_forward';
import { OPERATION } from '../gpu/operations';
import { onCpu, written } from './heap';

/** x [N,C] -> mean and biased variance of each channel [2,C], in two passes: no squares of uncentred values are subtracted. */
function momentsInto(x: Float32Array, moments: Float32Array): void {
  const channels = moments.length / 2;
  const count = x.length / channels;
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  for (let i = 0; i < x.length;) for (let c = 0; c < channels; c++) mean[c]! += x[i++]!;
  for (let c = 0; c < channels; c++) mean[c]! /= count;
  for (let i = 0; i < x.length;) {
    for (let c = 0; c < channels; c++) {
      const centred = x[i++]! - mean[c]!;
      variance[c]! += centred * centred;
    }
  }
  for (let c = 0; c < channels; c++) {
    moments[c] = mean[c]!;
    moments[channels + c] = variance[c]! / count;
  }
}

/** y = [relu]((x − mean) / √(variance + ε) · γ + β [+ residual]). */
function applied(
  x: Float32Array,
  moments: Float32Array,
  [gamma, beta, residual]: readonly (Float32Array | undefined)[],
  y: Float32Array,
  { epsilon, relu }: NormAttributes,
): void {
  const channels = moments.length / 2;
  const scale = new Float64Array(channels);
  for (let c = 0; c < channels; c++) scale[c] = gamma![c]! / Math.sqrt(moments[channels + c]! + epsilon);
  for (let i = 0; i < x.length;) {
    for (let c = 0; c < channels; c++, i++) {
      const value = (x[i]! - moments[c]!) * scale[c]! + beta![c]! + (residual ? residual[i]! : 0);
      // Not a number stays what it is: training must see it.
      y[i] = relu && value < 0 ? 0 : value;
    }
  }
}

onCpu<NormAttributes>(OPERATION.normTrain, ({ backend, inputs, attrs }) => {
  const { x, gamma, beta, residual } = inputs;
  const channels = gamma!.shape[0]!;
  const given = [x!, gamma!, beta!, ...(residual ? [residual] : [])];
  return written(backend, given, [x!.shape, [2, channels]], ([values, ...rest], [y, moments]) => {
    momentsInto(values!, moments!);
    applied(values!, moments!, rest, y!, attrs);
  });
});

onCpu<NormAttributes>(OPERATION.normEval, ({ backend, inputs, attrs }) => {
  const { x, moments, gamma, beta, residual } = inputs;
  const given = [x!, moments!, gamma!, beta!, ...(residual ? [residual] : [])];
  return written(backend, given, [x!.shape], ([values, by, ...rest], [y]) =>
    applied(values!, by!, rest, y!, attrs),
  );
});

/** With m = dy where the ReLU let it through and x̂ = (x − mean) / σ: dβ = Σ m, dγ = Σ m·x̂, and dx of them as on WebGPU. */
onCpu<NormGradientAttributes>(OPERATION.normGradient, ({ backend, inputs, attrs }) => {
  const { dy, x, gamma, moments, y } = inputs;
  const { epsilon, relu, added, training } = attrs;
  const channels = gamma!.shape[0]!;
  const shapes = [x!.shape, [channels], [channels], ...(relu && added ? [x!.shape] : [])];
  return written(backend, [dy!, x!, gamma!, moments!, y!], shapes, (given, [dx, dGamma, dBeta, masked]) => {
    const [dyOf, xOf, gammaOf, momentsOf, yOf] = given as Float32Array[] & { length: 5 };
    const count = xOf!.length / channels;
    const inverse = Float64Array.from({ length: channels }, (_, c) => {
      return 1 / Math.sqrt(momentsOf![channels + c]! + epsilon);
    });
    const sums = new Float64Array(channels);
    const products = new Float64Array(channels);
    for (let i = 0; i < xOf!.length;) {
      for (let c = 0; c < channels; c++, i++) {
        const m = relu && !(yOf![i]! > 0) ? 0 : dyOf![i]!;
        if (masked) masked[i] = m;
        sums[c]! += m;
        products[c]! += m * (xOf![i]! - momentsOf![c]!) * inverse[c]!;
      }
    }
    dBeta!.set(sums);
    dGamma!.set(products);
    const share = training ? 1 / count : 0;
    for (let i = 0; i < xOf!.length;) {
      for (let c = 0; c < channels; c++, i++) {
        const m = relu && !(yOf![i]! > 0) ? 0 : dyOf![i]!;
        const normalised = (xOf![i]! - momentsOf![c]!) * inverse[c]!;
        dx![i] = gammaOf![c]! * inverse[c]! * (m - (sums[c]! + normalised * products[c]!) * share);
      }
    }
  });
});

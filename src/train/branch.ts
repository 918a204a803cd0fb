/** One branch (query or momentum): encoder, time module and projection head over one flat parameter buffer. */
import * as tf from '@tensorflow/tfjs';
import { headNorms, headParameters, project, type HeadSpec } from '../contrast/head';
import { encode } from '../encoder/encode';
import type { Mode } from '../encoder/normalise';
import { encoderNorms, encoderParameters, type EncoderSpec } from '../encoder/spec';
import { navigate, timeParameters, type Navigated, type TimeSizes } from '../time/module';
import type { RunConfig } from '../time/config';
import { FlatParameters, type NamedTensors } from '../weights/flat_parameters';
import type { NetworkValues } from '../weights/network';
import { NormStatistics, type NormMoments } from '../weights/norm_statistics';
import { layOut, type NormSpec, type ParameterLayout, type ParameterSpec } from '../weights/parameters';

/** What a branch is made of. */
export interface BranchSpec {
  readonly run: RunConfig;
  readonly encoder: EncoderSpec;
  readonly time: TimeSizes;
  readonly head: HeadSpec;
  /**
   * What the framework adds (predictor, prototypes). Both branches carry the parameters, so that the moving average is
   * over one layout; only the query branch passes through them, so only its `norms` are not empty.
   */
  readonly extra?: { readonly parameters: readonly ParameterSpec[]; readonly norms: readonly NormSpec[] };
}

/** Parameters under `encoder.`, `time.` and `head.`, with PyTorch's names behind. */
export function branchLayout({ run, encoder, time, head, extra }: BranchSpec): ParameterLayout {
  return layOut([
    ...encoderParameters(encoder, 'encoder.'),
    ...timeParameters(run, time, encoder.dim, 'time.'),
    ...headParameters(head, encoder.dim, 'head.'),
    ...(extra?.parameters ?? []),
  ]);
}

export function branchNorms({ encoder, head, extra }: BranchSpec): NormSpec[] {
  return [...encoderNorms(encoder, 'encoder.'), ...headNorms(head, 'head.'), ...(extra?.norms ?? [])];
}

export interface Projected extends Navigated {
  /** [B,D]. */
  readonly f: tf.Tensor2D;
  /** φ(f') [B,C], not of unit length. */
  readonly z: tf.Tensor2D;
}

export class Branch {
  readonly spec: BranchSpec;
  readonly parameters: FlatParameters;
  readonly statistics: NormStatistics;

  /** Takes over `statistics`; copies `values` [layout.size] to the device. */
  constructor(
    spec: BranchSpec,
    layout: ParameterLayout,
    values: Float32Array,
    statistics = new NormStatistics(branchNorms(spec)),
  ) {
    this.spec = spec;
    this.parameters = new FlatParameters(layout, values);
    this.statistics = statistics;
  }

  /** x [B,T,H,W,3], t [B] -> z, in training mode; the moments are appended to `seen`. Call it inside a tidy. */
  trainForward(parameters: NamedTensors, x: tf.Tensor5D, t: tf.Tensor1D, seen: NormMoments[]): Projected {
    const mode: Mode = { kind: 'train', seen };
    const f = encode(this.spec.encoder, parameters, x, mode, 'encoder.');
    const navigated = navigate(this.spec.run, this.spec.time.layers, parameters, f, t, 'time.');
    return { ...navigated, f, z: project(this.spec.head, parameters, navigated.fPrime, mode, 'head.') };
  }

  /** x [B,T,H,W,3] -> f [B,D] in evaluation mode (running statistics). The caller disposes it. */
  embed(x: tf.Tensor5D): tf.Tensor2D {
    return tf.tidy(() =>
      encode(
        this.spec.encoder,
        this.parameters.named(),
        x,
        { kind: 'eval', running: this.statistics },
        'encoder.',
      ),
    );
  }

  /** f [N,D], t [N] -> f' [N,D] and what made it. The caller disposes every tensor. */
  navigate(f: tf.Tensor2D, t: tf.Tensor1D): Navigated {
    return tf.tidy(() => {
      const { fPrime, coefficients, basis } = navigate(
        this.spec.run,
        this.spec.time.layers,
        this.parameters.named(),
        f,
        t,
        'time.',
      );
      // Copies: base answers with f itself, and D_t without orthogonalisation is a parameter; neither is the caller's.
      return {
        fPrime: fPrime.clone(),
        ...(coefficients && { coefficients: coefficients.clone() }),
        ...(basis && { basis: basis.clone() }),
      };
    });
  }

  /** Host copies, in the order of `branchLayout` and `branchNorms`. */
  async values(): Promise<NetworkValues> {
    const [parameters, { mean, variance }] = await Promise.all([
      this.parameters.flat.data() as Promise<Float32Array>,
      this.statistics.values(),
    ]);
    return { parameters, mean, variance };
  }

  dispose(): void {
    this.parameters.dispose();
    this.statistics.dispose();
  }
}

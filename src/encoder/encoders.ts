/** The table of encoders: a new one is one new file and one line here. */
import type { EncoderConfig } from './config';
import { r3d18 } from './r3d_18';
import { r3d50 } from './r3d_50';
import { slowR50 } from './slow_r50';
import type { EncoderSpec } from './spec';

const ENCODERS: Record<
  EncoderConfig['architecture'],
  (width: number, blocks?: readonly number[]) => EncoderSpec
> = {
  r3d_18: r3d18,
  r3d_50: r3d50,
  slow_r50: slowR50,
};

/** `blocks`: residual blocks of each stage, where they differ from the published network's. */
export function encoderSpec(
  { architecture, width }: Pick<EncoderConfig, 'architecture' | 'width'>,
  blocks?: readonly number[],
): EncoderSpec {
  return ENCODERS[architecture](width, blocks);
}

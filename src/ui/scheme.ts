/** The colour scheme in force, for whatever is drawn rather than styled. */
import { useComputedColorScheme } from '@mantine/core';
import type { Scheme } from './maps/time_colour';

export function useScheme(): Scheme {
  return useComputedColorScheme('light', { getInitialValueInEffect: false });
}

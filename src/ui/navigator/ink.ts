/** Colours of what the navigator draws itself. */
import type { Scheme } from '../maps/time_colour';

/** As the variables of the same names in `app.css`, which a canvas cannot read. */
export const INK: Readonly<
  Record<Scheme, { ink: string; dim: string; accent: string; background: string; line: string }>
> = {
  light: { ink: '#1b1d20', dim: '#5a5e65', accent: '#1864ab', background: '#ffffff', line: '#dededa' },
  dark: { ink: '#e6e7e9', dim: '#a3a8b1', accent: '#7ab8ff', background: '#16191d', line: '#2b3037' },
};

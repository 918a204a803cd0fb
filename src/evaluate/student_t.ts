/** Student's t, for intervals of means of few values. */

/** 97.5 % quantiles of Student's t by degrees of freedom, from 1. */
const T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145];
/** A little wide beyond the table, never too narrow by more than a tenth. */
const T_MANY = 2.131;

/** 97.5 % quantile of Student's t; `freedom` from 1. */
export function studentT(freedom: number): number {
  return T[freedom - 1] ?? T_MANY;
}

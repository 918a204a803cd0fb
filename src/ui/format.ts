/** Numbers as people read them. */
import type { Control, Interval } from '../evaluate/score';

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

export function count(value: number): string {
  return grouped.format(value);
}

/** `0.07`, `−1.20`: with a real minus sign. */
export function decimal(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  const isZero = Number(text) === 0;
  return value < 0 && !isZero ? `−${text}` : text;
}

/** The fewest decimals, 2 to 6, at which values that differ read differently. */
export function decimalsApart(values: readonly number[]): number {
  const different = new Set(values).size;
  const readApart = (digits: number) =>
    new Set(values.map((value) => decimal(value, digits))).size === different;
  return [2, 3, 4, 5].find(readApart) ?? 6;
}

/** Decimals that tell the ends of an interval apart; up to 4, two where they are far enough. */
function digitsOf({ low, high }: Interval): number {
  if (low === undefined || high === undefined || low === high) return 2;
  return [2, 3].find((digits) => decimal(low, digits) !== decimal(high, digits)) ?? 4;
}

/** A number to as many decimals as its interval has. */
export function valueText({ value, ...interval }: { readonly value: number } & Interval): string {
  return decimal(value, digitsOf(interval));
}

/** `[−0.10, 0.20]`, to more decimals where it would look as if it had no width; `no interval` where there is a reason for that. */
export function intervalText(interval: Interval): string | undefined {
  const { low, high, noInterval } = interval;
  if (low === undefined || high === undefined) return noInterval === undefined ? undefined : 'no interval';
  const digits = digitsOf(interval);
  return `[${decimal(low, digits)}, ${decimal(high, digits)}]`;
}

/** A loss in nats. Numbers of three digits and more would fill the table: `>999`. */
export function nats(value: number): string {
  return value > 999 ? '>999' : decimal(value, 3);
}

const withUnit = (value: number, units: readonly string[], base: number, digits: number): string => {
  let scaled = value;
  let unit = 0;
  while (scaled >= base && unit < units.length - 1) {
    scaled /= base;
    unit += 1;
  }
  return `${scaled >= 100 || unit === 0 ? Math.round(scaled) : scaled.toFixed(digits)} ${units[unit]}`;
};

export function bytes(value: number): string {
  return withUnit(value, ['B', 'KiB', 'MiB', 'GiB', 'TiB'], 1024, 1);
}

export function flops(value: number): string {
  return withUnit(value, ['FLOP', 'kFLOP', 'MFLOP', 'GFLOP', 'TFLOP', 'PFLOP'], 1000, 1);
}

/** `33.2 M`, `83.4 k`. */
export function parameters(value: number): string {
  return withUnit(value, ['', 'k', 'M', 'G'], 1000, 1).trim();
}

/** `0.3 s`, `42 s`, `3 min`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `shuffled t 0.01`, with its interval where it has one. */
export function controlText({ name, ...number }: Control): string {
  return [name, numberText(number)].join(' ');
}

/** `0.07 [−0.10, 0.20]`. */
export function numberText(number: { readonly value: number } & Interval): string {
  return [valueText(number), intervalText(number) ?? []].flat().join(' ');
}

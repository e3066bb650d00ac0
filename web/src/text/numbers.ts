import { language } from './catalogue';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** Returns a number with at most this many decimals, as the language writes it. */
export function number(value: number, decimals = 0): string {
  return new Intl.NumberFormat(language(), { maximumFractionDigits: decimals }).format(value);
}

/** Returns a share of one as a whole percentage. */
export function percent(share: number): string {
  return new Intl.NumberFormat(language(), { style: 'percent' }).format(share);
}

/** Returns a size in the largest unit that leaves at least one before the point. */
export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return withUnit(size, UNITS[unit] ?? 'byte', unit < 2 ? 0 : 1);
}

/** Returns a duration in seconds, or in minutes when it is long. */
export function duration(seconds: number): string {
  if (seconds >= 90) return withUnit(Math.round(seconds / 60), 'minute', 0);
  return withUnit(seconds, 'second', seconds < 10 ? (seconds < 1 ? 2 : 1) : 0);
}

function withUnit(value: number, unit: string, decimals: number): string {
  return new Intl.NumberFormat(language(), {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: decimals,
  }).format(value);
}

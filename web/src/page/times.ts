import { language } from '../text/catalogue';

const STEPS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** Returns how long ago, or in how long, as a person would say it. Both in milliseconds. */
export function relativeTime(at: number, now: number): string {
  const seconds = (at - now) / 1000;
  const step = STEPS.find(([, size]) => Math.abs(seconds) >= size);
  const format = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  return step ? format.format(Math.round(seconds / step[1]), step[0]) : format.format(0, 'second');
}

/** Returns the day and time. */
export function exactTime(at: number): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    at,
  );
}

/** Returns a length of time in its two largest units, such as `3 days 4 hr`. */
export function longDuration(seconds: number): string {
  const units = [
    ['day', Math.floor(seconds / 86_400)],
    ['hour', Math.floor(seconds / 3_600) % 24],
    ['minute', Math.floor(seconds / 60) % 60],
  ] as const;
  const first = units.findIndex(([, count]) => count > 0);
  const shown = first === -1 ? units.slice(2) : units.slice(first, first + 2);
  return shown.map(([unit, count]) => inUnit(count, unit)).join(' ');
}

function inUnit(value: number, unit: string): string {
  return new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay: 'short' }).format(
    value,
  );
}

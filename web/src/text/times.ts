import { language } from './catalogue';

/** Returns the name of a month; with its year when that is not this one. */
export function month(at: number, now = Date.now()): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(language(), {
    month: 'long',
    ...(!sameYear && { year: 'numeric' }),
  }).format(at);
}

/** Returns a day and a time in short. */
export function moment(at: number): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    at,
  );
}

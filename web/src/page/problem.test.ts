import { expect, it } from 'vitest';
import { ApiError, failureOf } from '../api/failure';
import { explain } from './problem';

const refused = (status: number, message?: string, wait: string | null = null) =>
  new ApiError(failureOf(status, { message }, wait));

it('a server that does not answer is told so', () => {
  expect(explain(new ApiError({ kind: 'network' })).what).toBe('The server does not answer.');
});

it.each([
  [403, 'You may not do this.'],
  [404, 'This is not there any more.'],
  [409, 'The server did not accept this.'],
  [500, 'The server made a mistake.'],
])('status %i is told as: %s', (status, what) => {
  expect(explain(refused(status)).what).toBe(what);
});

it('says how long to wait when there were too many tries', () => {
  expect(explain(refused(429, undefined, '30')).todo).toContain('30 sec');
  expect(explain(refused(429)).todo).not.toContain('undefined');
});

it('shows the sentence of the server, and nothing of an error of the page', () => {
  expect(explain(refused(409, 'the last one')).detail).toBe('the last one');
  expect(JSON.stringify(explain(new TypeError('x is not a function')))).not.toContain('function');
});

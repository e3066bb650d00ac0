import { expect, it } from 'vitest';
import { Refused } from './ask';
import { explain } from './problem';

it.each([
  [0, 'The server does not answer.'],
  [403, 'You may not do this.'],
  [404, 'This is no longer here.'],
  [409, 'The server did not accept this.'],
  [500, 'Something went wrong on the server.'],
])('status %i is told as: %s', (status, what) => {
  expect(explain(new Refused(status)).what).toBe(what);
});

it('says how long to wait when there were too many tries', () => {
  expect(explain(new Refused(429, {}, 30)).todo).toContain('30 sec');
  expect(explain(new Refused(429)).todo).not.toContain('undefined');
});

it('shows the sentence of the server, and nothing of an error of the page', () => {
  expect(explain(new Refused(409, { message: 'the last one' })).detail).toBe('the last one');
  expect(JSON.stringify(explain(new TypeError('x is not a function')))).not.toContain('function');
});

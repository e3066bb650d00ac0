import { describe, expect, it } from 'vitest';
import { addressOf } from './client';
import { failureOf, kindOfCode } from './failure';
import { parseHealth } from './health';
import { newId } from './uuid';

it('addresses have their places filled in and never leave their path', () => {
  expect(addressOf('/api/messages/{id}/replies', { id: '../x?y' })).toBe(
    '/api/messages/..%2Fx%3Fy/replies',
  );
  expect(addressOf('/api/search', {}, { q: 'a&b', limit: undefined })).toBe('/api/search?q=a%26b');
});

it('ids begin with the time and are of version 7', () => {
  const id = newId(0x0190_0000_0001);

  expect(id).toMatch(/^01900000-0001-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(newId(1) < newId(2)).toBe(true);
});

describe('failureOf', () => {
  it.each([
    [400, {}, 'refused'],
    [400, { code: 'context_full' }, 'tooLong'],
    [400, { code: 'message_too_long' }, 'tooLong'],
    [401, {}, 'signedOut'],
    [403, {}, 'forbidden'],
    [404, {}, 'gone'],
    [409, {}, 'conflict'],
    [413, {}, 'tooLarge'],
    [429, {}, 'busy'],
    [500, {}, 'server'],
    [503, {}, 'loading'],
    [503, { code: 'models_busy' }, 'busy'],
    [503, { code: 'model_failed' }, 'server'],
    [503, { code: 'storage_unreachable' }, 'loading'],
    [503, { code: 'storage_damaged' }, 'storage'],
    [503, { code: 'storage_read_only' }, 'storage'],
    [507, {}, 'diskFull'],
  ] as const)('%i %o is %s', (status, error, kind) => {
    expect(failureOf(status, error, null).kind).toBe(kind);
  });

  it('takes the wait that the server asks for, and no nonsense', () => {
    expect(failureOf(429, {}, '7').retryAfterSeconds).toBe(7);
    expect(failureOf(429, {}, 'soon').retryAfterSeconds).toBeUndefined();
  });

  it('knows the codes of replies that failed', () => {
    expect([kindOfCode('disk_full'), kindOfCode('unheard')]).toEqual(['diskFull', 'server']);
  });
});

describe('parseHealth', () => {
  it.each([null, 3, 'ready', {}, { status: 'fine' }, { status: ['ready'] }])(
    'does not trust %o',
    (body) => {
      expect(parseHealth(body).status).toBe('unreachable');
    },
  );

  it('takes the model from an object and bounds progress', () => {
    const progress = { doneBytes: 12, totalBytes: 10 };

    const health = parseHealth({ status: 'loading', model: { id: 'm' }, progress });

    expect(health).toMatchObject({ model: 'm', progress: { doneBytes: 10, totalBytes: 10 } });
  });
});

import { describe, expect, it } from 'vitest';
import { eventsIn } from './chat';
import { ChatError, failureOf } from './failure';
import { parseHealth } from './health';

describe('eventsIn', () => {
  it('takes text, the finish reason and the token counts', () => {
    expect(eventsIn('{"choices":[{"delta":{"content":"Hi"}}]}')).toEqual([
      { type: 'text', text: 'Hi' },
    ]);
    expect(eventsIn('{"choices":[{"delta":{},"finish_reason":"stop"}]}')).toEqual([
      { type: 'finish', reason: 'stop' },
    ]);
    expect(eventsIn('{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}')).toEqual([
      { type: 'usage', usage: { promptTokens: 3, completionTokens: 4 } },
    ]);
  });

  it.each(['{}', '[]', 'null', '1', '{"choices":[{}],"usage":null}', '{"choices":[]}'])(
    'finds nothing in %s',
    (data) => {
      expect(eventsIn(data)).toEqual([]);
    },
  );

  it('takes an error in the stream as a failure', () => {
    const error = catchError(() => eventsIn('{"error":{"message":"out of breath"}}'));

    expect(error.failure).toEqual({ kind: 'server', detail: 'out of breath' });
  });

  it('takes a server that stops for a reply that broke off', () => {
    const chunk = '{"error":{"message":"the server is stopping","code":"stopping"}}';

    expect(catchError(() => eventsIn(chunk)).failure).toEqual({
      kind: 'interrupted',
      detail: 'the server is stopping',
    });
  });

  it('takes broken JSON as a reply that broke off', () => {
    expect(catchError(() => eventsIn('{"choices')).failure.kind).toBe('interrupted');
  });
});

describe('failureOf', () => {
  it.each([
    [400, {}, 'refused'],
    [400, { code: 'context_length_exceeded' }, 'tooLong'],
    [401, {}, 'key'],
    [403, {}, 'refused'],
    [429, {}, 'busy'],
    [500, {}, 'server'],
    [503, {}, 'loading'],
  ] as const)('%i %o is %s', (status, error, kind) => {
    expect(failureOf(status, error, null).kind).toBe(kind);
  });

  it('takes the wait that the server asks for, and no nonsense', () => {
    expect(failureOf(429, {}, '7').retryAfterSeconds).toBe(7);
    expect(failureOf(429, {}, 'soon').retryAfterSeconds).toBeUndefined();
  });
});

describe('parseHealth', () => {
  it('reads all fields', () => {
    const body = {
      status: 'pulling',
      model: 'm',
      message: 'from the mirror',
      progress: { doneBytes: 5, totalBytes: 10 },
      contextLength: 2048,
    };

    expect(parseHealth(body)).toEqual(body);
  });

  it.each([null, 3, 'ready', {}, { status: 'fine' }, { status: ['ready'] }])(
    'does not trust %o',
    (body) => {
      expect(parseHealth(body).status).toBe('unreachable');
    },
  );

  it('takes the model from an object and bounds progress', () => {
    const health = parseHealth({
      status: 'loading',
      model: { id: 'm' },
      progress: { doneBytes: 12, totalBytes: 10 },
    });

    expect(health.model).toBe('m');
    expect(health.progress).toEqual({ doneBytes: 10, totalBytes: 10 });
  });

  it.each([{ totalBytes: 0 }, { totalBytes: -1 }, { totalBytes: Number.NaN }, {}])(
    'knows no progress in %o',
    (progress) => {
      expect(parseHealth({ status: 'pulling', progress }).progress).toBeUndefined();
    },
  );
});

function catchError(action: () => unknown): ChatError {
  try {
    action();
  } catch (error) {
    if (error instanceof ChatError) return error;
  }
  throw new Error('no ChatError was thrown');
}

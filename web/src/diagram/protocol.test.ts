import { describe, expect, it } from 'vitest';
import { answerTo } from './protocol';

describe('what comes from the frame', () => {
  it('is a drawing with its style sheet', () => {
    expect(answerTo(1, { id: 1, svg: '<svg/>', css: 'a{}' })).toEqual({
      kind: 'drawn',
      svg: '<svg/>',
      css: 'a{}',
    });
  });

  it('is the line of a mistake', () => {
    expect(answerTo(1, { id: 1, line: 3 })).toEqual({ kind: 'wrong', line: 3 });
  });

  it.each(['3', -1, 0, 1.5, NaN, {}, undefined])('is no line when it says %j', (line) => {
    expect(answerTo(1, { id: 1, line })).toEqual({ kind: 'wrong', line: undefined });
  });

  it.each([
    { svg: 'x'.repeat(1_000_001), css: '' },
    { svg: '', css: 'x'.repeat(1_000_001) },
    { svg: { length: 1 }, css: '' },
    { svg: ['x'], css: '' },
  ])('is no drawing when it is too large or no text', (drawing) => {
    expect(answerTo(1, { id: 1, ...drawing })?.kind).toBe('wrong');
  });

  it.each([undefined, null, 'drawn', 1, [], {}, { id: 2, svg: '', css: '' }, { id: '1' }])(
    'is not taken when it answers something else: %j',
    (data) => {
      expect(answerTo(1, data)).toBeUndefined();
    },
  );
});

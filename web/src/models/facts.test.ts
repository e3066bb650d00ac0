import { expect, it } from 'vitest';
import { factsOf } from './facts';

it('tells what is known and leaves out what is not', () => {
  const facts = factsOf({
    id: 'smollm2-135m-instruct',
    state: 'ready',
    default: true,
    built_in: false,
    kind: 'chat',
    size_bytes: 98_362_432,
    context_length: 2048,
    parameters: 134_515_008,
    quantization: 'Q4_K_M',
  });

  expect(facts.map(([, value]) => value)).toEqual([
    'Chat',
    '98.4 MB',
    '2,048 tokens',
    '135 million',
    'Q4_K_M',
  ]);
});

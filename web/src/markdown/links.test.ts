import { describe, expect, it } from 'vitest';
import { LinkifyIt } from './links';

const links = new LinkifyIt();

describe('addresses in a text', () => {
  it.each([
    ['see https://a.example/b.', 'https://a.example/b'],
    ['(https://a.example/x_(y))', 'https://a.example/x_(y)'],
    ['HTTP://A.example, and', 'HTTP://A.example'],
    ['write mailto:me@a.example!', 'mailto:me@a.example'],
    ['«https://a.example/ä?q=1&r=[2]»', 'https://a.example/ä?q=1&r=[2]»'],
  ])('%s', (text, address) => {
    expect(links.match(text)?.[0]?.url).toBe(address);
  });

  it.each(['a.example', 'javascript:alert(1)', 'https://', 'ftp://a.example', 'me@a.example'])(
    'none is found in %s',
    (text) => {
      expect(links.match(text)).toBeNull();
      expect(links.test(text)).toBe(false);
    },
  );

  it('takes time that grows with the text only', () => {
    const text = `https://${'a.)'.repeat(20_000)}`;
    expect(links.match(text)?.length).toBe(1);
  });
});

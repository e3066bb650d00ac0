// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import { Drafts } from '../chat/drafts';
import { claimTab, forgetPerson } from './tab-memory';

const drafts = new Drafts(sessionStorage);

beforeEach(() => sessionStorage.clear());

test('who comes again finds the draft', () => {
  claimTab(sessionStorage, 'ada');
  drafts.write('new', 'not finished');
  claimTab(sessionStorage, 'ada');
  expect(drafts.read('new')).toBe('not finished');
});

test('somebody else finds nothing', () => {
  claimTab(sessionStorage, 'ada');
  drafts.write('new', 'secret');
  sessionStorage.setItem('chatwright.unsent.1', '[]');
  claimTab(sessionStorage, 'bob');
  expect(drafts.read('new')).toBe('');
  expect(sessionStorage.getItem('chatwright.unsent.1')).toBeNull();
});

test('after signing out nothing is left', () => {
  claimTab(sessionStorage, 'ada');
  drafts.write('new', 'secret');
  forgetPerson(sessionStorage);
  expect(sessionStorage.length).toBe(0);
});

test('where a newcomer wanted to go is kept until the first person is known', () => {
  sessionStorage.setItem('chatwright.return', '/c/1');
  claimTab(sessionStorage, 'ada');
  expect(sessionStorage.getItem('chatwright.return')).toBe('/c/1');
});

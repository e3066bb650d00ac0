import { afterEach, expect, it } from 'vitest';
import { language, text } from './catalogue';
import { ENGLISH, languageFor, LANGUAGES, type Catalogue } from './languages';
import { percent } from './numbers';
import { speech } from './speech.svelte';

const en = await ENGLISH.load();
const other: Catalogue = { ...en, code: { ...en.code, text: 'Wörter' } };
const german = {
  tag: 'de',
  name: 'Deutsch',
  dir: 'ltr',
  load: () => Promise.resolve(other),
} as const;

afterEach(() => speech.change(ENGLISH));

it('speaks English until another language is chosen', async () => {
  expect(text.code.text).toBe('text');

  await speech.change(german);

  expect(text.code.text).toBe('Wörter');
  expect(language()).toBe('de');
  expect(percent(0.5)).toBe('50\u00a0%');
});

it('in English has the sentences of the pages when they are asked for', async () => {
  await speech.complete();

  expect(text.page.loading).toBe('Loading');
});

it('keeps its language when the sentences of another cannot be fetched', async () => {
  const broken = { ...german, load: () => Promise.reject(new Error('offline')) };

  await expect(speech.change(broken)).rejects.toThrow('offline');

  expect(language()).toBe('en');
});

it('speaks the language that was chosen last, also when an earlier one arrives later', async () => {
  let arrive: (sentences: Catalogue) => void = () => undefined;
  const arrival = new Promise<Catalogue>((resolve) => (arrive = resolve));
  const slow = speech.change({ ...german, load: () => arrival });
  await speech.change(ENGLISH);

  arrive(other);
  await slow;

  expect(language()).toBe('en');
});

it.each([
  [['en-GB', 'de'], 'en'],
  [['xx', 'en-US'], 'en'],
  [['de-AT', 'en'], 'de'],
  [['zh-TW', 'ar-EG'], 'ar'],
  [['not a tag', ''], 'en'],
  [[], 'en'],
])('answers %j with %s', (wanted, tag) => {
  expect(languageFor(wanted).tag).toBe(tag);
});

it.each(LANGUAGES)('runs in the direction of $name', ({ tag, dir }) => {
  expect(dir).toBe(new Intl.Locale(tag).maximize().script === 'Arab' ? 'rtl' : 'ltr');
});

/**
 * What a tab remembers for the person at it: drafts, and messages that could not be sent. It is
 * theirs alone, so it goes when they sign out or when somebody else comes.
 */
const OWNER = 'chatwright.owner';
const PERSONAL = /^chatwright\.(draft|unsent|return)(\.|$)/;

/** Keeps what the tab remembers of this person, and forgets what it remembers of another. */
export function claimTab(storage: Storage, personId: string): void {
  const owner = storage.getItem(OWNER);
  if (owner !== null && owner !== personId) forgetPerson(storage);
  storage.setItem(OWNER, personId);
}

/** Forgets all that the person at this tab wrote and nobody has yet. */
export function forgetPerson(storage: Storage): void {
  const names = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
  for (const name of [OWNER, ...names.filter((one) => PERSONAL.test(one))])
    storage.removeItem(name);
}

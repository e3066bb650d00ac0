import { text } from '../text/catalogue';
import { number } from '../text/numbers';

/** What a new person enters. */
export interface NewAccount {
  name: string;
  email: string;
  password: string;
}

export type FieldProblems = Partial<Record<keyof NewAccount, string>>;

export const NAME_CHARACTERS = 100;
export const EMAIL_CHARACTERS = 200;
export const PASSWORD_CHARACTERS = 200;
/** Until the server says otherwise. */
export const MIN_PASSWORD_CHARACTERS = 12;

/** Returns what is wrong with each field; nothing when the account can be made. */
export function problemsOf(account: NewAccount, minPassword: number): FieldProblems {
  return {
    ...(account.name.trim() === '' && { name: text.entrance.nameMissing }),
    ...(!/^\S+@\S+$/.test(account.email.trim()) && { email: text.entrance.emailWrong }),
    ...passwordProblem(account.password, minPassword),
  };
}

/** Returns what is wrong with a password; nothing when it is long enough. */
export function passwordProblem(password: string, least: number): FieldProblems {
  const missing = least - lengthOf(password);
  return missing <= 0 ? {} : { password: text.entrance.passwordShort(number(missing), missing) };
}

/** Returns the characters in a password as a person counts them. */
export function lengthOf(password: string): number {
  return [...password].length;
}

/** Returns the secret after the # of the address, or nothing. It is never sent with a request for a page. */
export function tokenIn(hash: string): string {
  const token = hash.replace(/^#/, '');
  return /^[\w.~-]{1,500}$/.test(token) ? token : '';
}

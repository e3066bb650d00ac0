import { ask } from '../page/ask';
import type { Answer, Me } from '../page/schemas';
import type { NewAccount } from './account';

export type Entrance = Answer<'entrance'>;
export type Offer = Answer<'lookAtInvitation'>;

export const entrance = () => ask<Entrance>('GET', '/api/entrance');
export const signIn = (email: string, password: string) =>
  ask<Me>('POST', '/api/sign-in', { email, password });
export const signOut = () => ask<undefined>('POST', '/api/sign-out');
export const setUp = (token: string, account: NewAccount) =>
  ask<Me>('POST', '/api/setup', { token, ...account });
export const join = (token: string, account: NewAccount) =>
  ask<Me>('POST', '/api/join', { token, ...account });
export const lookAtPasswordLink = (token: string) =>
  ask<Answer<'lookAtPasswordLink'>>('POST', '/api/new-password/look', { token });
export const chooseNewPassword = (token: string, password: string) =>
  ask<Me>('POST', '/api/new-password', { token, password });
export const lookAtInvitation = (token: string) => ask<Offer>('POST', '/api/join/look', { token });

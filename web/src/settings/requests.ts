import { ask } from '../page/ask';
import type { Answer, Import, Key } from '../page/schemas';

export type Session = Answer<'sessions'>['sessions'][number];
export type Scope = 'api' | 'chat' | 'models';
export interface NewKey {
  name: string;
  scopes: Scope[];
  expires_in_days?: number;
}

export const sessions = async () =>
  (await ask<Answer<'sessions'>>('GET', '/api/sessions')).sessions;
export const revokeSession = (id: string) => ask<undefined>('DELETE', `/api/sessions/${id}`);

export const keys = async () => (await ask<Answer<'keys'>>('GET', '/api/keys')).keys;
export const makeKey = (key: NewKey) => ask<{ key: Key; secret: string }>('POST', '/api/keys', key);
export const revokeKey = (id: string) => ask<undefined>('DELETE', `/api/keys/${id}`);

export const changePassword = (current: string, next: string) =>
  ask<undefined>('POST', '/api/me/password', { current, new: next });

export const startImport = (file: Blob) => ask<Import>('POST', '/api/imports', file);
export const importProgress = (id: string) => ask<Import>('GET', `/api/imports/${id}`);

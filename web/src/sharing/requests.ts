import { ask } from '../page/ask';
import type { Answer } from '../page/schemas';

export type Shared = Answer<'lookAtShared'>;

export const shares = async () => (await ask<Answer<'shares'>>('GET', '/api/shares')).shares;
export const share = (conversation: string, days: number) =>
  ask<Answer<'share'>>('POST', '/api/shares', {
    conversation_id: conversation,
    expires_in_days: days,
  });
export const revokeShare = (id: string) => ask<undefined>('DELETE', `/api/shares/${id}`);
export const lookAtShared = (token: string) => ask<Shared>('POST', '/api/shared/look', { token });

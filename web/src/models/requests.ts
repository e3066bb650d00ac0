import { ask } from '../page/ask';
import type { Answer } from '../page/schemas';

export type Models = Answer<'models'>;

export const models = () => ask<Models>('GET', '/api/models');
export const pull = (id: string) => ask<undefined>('POST', '/api/models/pull', { id });
export const removeModel = (id: string) =>
  ask<undefined>('DELETE', `/api/models/${encodeURIComponent(id)}`);

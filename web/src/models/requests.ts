import { ask } from '../page/ask';
import type { Answer } from '../page/schemas';

export type Models = Answer<'models'>;

export const models = () => ask<Models>('GET', '/api/models');
export const pull = (id: string) => ask<undefined>('POST', '/api/models/pull', { id });
export const adapterFiles = async () =>
  (await ask<Answer<'adapterFiles'>>('GET', '/api/adapters')).files;
export const attach = (model: string, name: string, file: string) =>
  ask<unknown>('POST', `/api/models/${encodeURIComponent(model)}/adapters`, { name, file });
export const detach = (model: string, name: string) =>
  ask<undefined>('DELETE', `/api/models/${encodeURIComponent(model)}/adapters/${name}`);
export const removeModel = (id: string) =>
  ask<undefined>('DELETE', `/api/models/${encodeURIComponent(id)}`);

import { ask } from '../page/ask';
import type { Answer, Persona, PersonaBody, Prompt, PromptBody } from '../page/schemas';

export const personas = async () =>
  (await ask<Answer<'personas'>>('GET', '/api/personas')).personas;
export const persona = (id: string) => ask<Persona>('GET', `/api/personas/${id}`);
export const versions = async (id: string) =>
  (await ask<Answer<'personaVersions'>>('GET', `/api/personas/${id}/versions`)).versions;
export const makePersona = (body: PersonaBody) => ask<Persona>('POST', '/api/personas', body);
export const changePersona = (id: string, body: PersonaBody) =>
  ask<Persona>('PUT', `/api/personas/${id}`, body);
export const removePersona = (id: string) => ask<undefined>('DELETE', `/api/personas/${id}`);

export const prompts = async () => (await ask<Answer<'prompts'>>('GET', '/api/prompts')).prompts;
export const makePrompt = (body: PromptBody) => ask<Prompt>('POST', '/api/prompts', body);
export const changePrompt = (id: string, body: PromptBody) =>
  ask<Prompt>('PUT', `/api/prompts/${id}`, body);
export const removePrompt = (id: string) => ask<undefined>('DELETE', `/api/prompts/${id}`);

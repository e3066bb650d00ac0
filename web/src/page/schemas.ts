import type { components, operations } from '../api/types';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Settings = Schemas['Settings'];
export type Permission = Schemas['Permission'];
export type Role = Schemas['Role'];
export type Key = Schemas['Key'];
export type Share = Schemas['Share'];
export type Import = Schemas['Import'];
export type Model = Schemas['Model'];
export type Person = Schemas['Person'];
export type Invitation = Schemas['Invitation'];
export type Persona = Schemas['Persona'];
export type PersonaBody = Schemas['PersonaBody'];
export type Prompt = Schemas['Prompt'];
export type PromptBody = Schemas['PromptBody'];

/** What the operation answers when all is well, as JSON. */
export type Answer<Name extends keyof operations> =
  operations[Name]['responses'] extends infer Responses
    ? JsonOf<Responses[keyof Responses & (200 | 201 | 202)]>
    : never;

type JsonOf<Response> = Response extends { content: { 'application/json': infer Body } }
  ? Body
  : never;

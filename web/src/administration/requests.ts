import { ask } from '../page/ask';
import type { Answer, Person, Role } from '../page/schemas';

const AT = '/api/administration';

export type Health = Answer<'administratorsHealth'>;
export type Option = Answer<'configuration'>['options'][number];

export const people = async () => (await ask<Answer<'people'>>('GET', `${AT}/people`)).people;
export const changePerson = (id: string, change: { role?: Role; active?: boolean }) =>
  ask<Person>('PATCH', `${AT}/people/${id}`, change);
export const makePasswordLink = (id: string) =>
  ask<Answer<'makePasswordLink'>>('POST', `${AT}/people/${id}/password-link`);

export const invitations = async () =>
  (await ask<Answer<'invitations'>>('GET', `${AT}/invitations`)).invitations;
export const invite = (role: Role, email: string) =>
  ask<Answer<'invite'>>('POST', `${AT}/invitations`, { role, ...(email && { email }) });
export const withdrawInvitation = (id: string) =>
  ask<undefined>('DELETE', `${AT}/invitations/${id}`);

export const health = () => ask<Health>('GET', `${AT}/health`);
export const configuration = async () =>
  (await ask<Answer<'configuration'>>('GET', `${AT}/configuration`)).options;

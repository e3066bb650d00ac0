import type { Persona, PersonaBody } from '../page/schemas';

export const SUGGESTIONS = 4;

/** A persona as it stands in the editor: numbers as they are typed, always four places for suggestions. */
export interface Draft {
  name: string;
  description: string;
  systemPrompt: string;
  greeting: string;
  suggestions: string[];
  model: string;
  temperature: string;
  topP: string;
  maxTokens: string;
  forTeam: boolean;
}

/** Returns a draft of a persona, or of a new one. */
export function draftOf(persona?: Persona): Draft {
  const suggestions = [...(persona?.suggestions ?? [])];
  while (suggestions.length < SUGGESTIONS) suggestions.push('');
  return {
    name: persona?.name ?? '',
    description: persona?.description ?? '',
    systemPrompt: persona?.system_prompt ?? '',
    greeting: persona?.greeting ?? '',
    suggestions,
    model: persona?.model ?? '',
    temperature: persona?.temperature?.toString() ?? '',
    topP: persona?.top_p?.toString() ?? '',
    maxTokens: persona?.max_tokens?.toString() ?? '',
    forTeam: persona?.for_team ?? false,
  };
}

/** The fields of a draft that cannot be kept as they are. */
export type WrongField = 'name' | 'temperature' | 'topP' | 'maxTokens';

/** Returns the fields that are wrong, in the order in which they stand. */
export function wrongIn(draft: Draft): WrongField[] {
  const wrong: [WrongField, boolean][] = [
    ['name', draft.name.trim() === ''],
    ['temperature', !within(draft.temperature, 0, 2)],
    ['topP', !within(draft.topP, 0, 1)],
    ['maxTokens', !within(draft.maxTokens, 1, 1_000_000) || /[.,]/.test(draft.maxTokens)],
  ];
  return wrong.filter(([, is]) => is).map(([field]) => field);
}

function within(typed: string, least: number, most: number): boolean {
  const value = numberIn(typed);
  return value === undefined || (value >= least && value <= most);
}

/** Nothing typed is no number; both decimal signs are understood. */
function numberIn(typed: string): number | undefined {
  const digits = typed.trim().replace(',', '.');
  return digits === '' ? undefined : Number(digits);
}

/** Returns what is sent of a draft with nothing wrong in it; empty fields are left out. */
export function bodyOf(draft: Draft): PersonaBody {
  const suggestions = draft.suggestions.map((one) => one.trim()).filter(Boolean);
  return withoutEmpty({
    name: draft.name.trim(),
    description: draft.description.trim(),
    system_prompt: draft.systemPrompt,
    greeting: draft.greeting.trim(),
    ...(suggestions.length > 0 && { suggestions }),
    model: draft.model,
    temperature: numberIn(draft.temperature),
    top_p: numberIn(draft.topP),
    max_tokens: numberIn(draft.maxTokens),
    for_team: draft.forTeam,
  });
}

function withoutEmpty(body: { [Field in keyof PersonaBody]: PersonaBody[Field] | undefined }) {
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== undefined && value !== ''),
  ) as unknown as PersonaBody;
}

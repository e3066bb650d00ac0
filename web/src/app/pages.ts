import type { Permission } from '../page/schemas';

/** The pages beside the chat, by the first part of their path. */
const PAGES = {
  'sign-in': {},
  setup: {},
  join: {},
  'new-password': {},
  shared: { signedIn: true },
  settings: { signedIn: true },
  models: { signedIn: true },
  personas: { signedIn: true },
  prompts: { signedIn: true },
  administration: { signedIn: true, needs: 'administer' },
} satisfies Record<string, { signedIn?: true; needs?: Permission }>;

export type PageName = keyof typeof PAGES;

/** A page, who may open it, and what is left of the path. */
export interface PagePlace {
  readonly name: PageName;
  readonly signedIn: boolean;
  readonly needs: Permission | undefined;
  /** The second part of the path, such as the persona's id. */
  readonly detail: string | undefined;
}

/** Returns the page at a path, or nothing when that belongs to the chat. */
export function pageAt(path: string): PagePlace | undefined {
  const [, first = '', detail] = path.split('/');
  if (!Object.hasOwn(PAGES, first)) return undefined;
  const name = first as PageName;
  const page: { signedIn?: true; needs?: Permission } = PAGES[name];
  return {
    name,
    signedIn: page.signedIn === true,
    needs: page.needs,
    detail: detail || undefined,
  };
}

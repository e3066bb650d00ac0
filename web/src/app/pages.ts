import type { Component } from 'svelte';
import type { PageName } from './router.svelte';

/** What the frame gives to every page that it shows. */
export interface PageProps {
  /** The section of the page, from the address. */
  section?: string;
  /** The token in the fragment of the address, or an empty text. */
  token: string;
}

type Load = () => Promise<{ default: Component<PageProps> }>;

/** The pages beside the chat; each is fetched when somebody first goes there. */
const loaders = import.meta.glob<{ default: Component<PageProps> }>('../*/*Page.svelte');

const FILES: Partial<Record<PageName, string>> = {
  settings: '../settings/SettingsPage.svelte',
  administration: '../administration/AdministrationPage.svelte',
  models: '../models/ModelsPage.svelte',
  personas: '../personas/PersonasPage.svelte',
  prompts: '../personas/PromptsPage.svelte',
  archive: '../list/ArchivePage.svelte',
  trash: '../list/TrashPage.svelte',
  shared: '../sharing/SharedPage.svelte',
  signIn: '../entrance/SignInPage.svelte',
  setUp: '../entrance/SetUpPage.svelte',
  join: '../entrance/JoinPage.svelte',
  unknown: '../app/UnknownPage.svelte',
};

/** Pages that are open to somebody who has not signed in; they stand without the frame. */
export const DOORS: ReadonlySet<PageName> = new Set(['signIn', 'setUp', 'join', 'shared']);

/** Returns how to fetch a page. */
export function loaderOf(page: PageName): Load {
  const file = FILES[page] ?? FILES.unknown ?? '';
  return (loaders[file] ?? loaders['../app/UnknownPage.svelte']) as Load;
}

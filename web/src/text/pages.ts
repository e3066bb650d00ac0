import { pages } from './en.pages';

/** The sentences of the pages beside the chat, in the language in use. */
export const pageText: typeof pages = pages;

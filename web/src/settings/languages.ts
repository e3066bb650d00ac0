/** The languages of the page, each under its own name. */
export const LANGUAGES: readonly { tag: string; name: string }[] = [{ tag: 'en', name: 'English' }];

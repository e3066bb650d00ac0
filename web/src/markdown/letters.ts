/** Stands in for the package `uc.micro` of the Markdown parser: the browser knows the kinds of letters itself. */
export const P = /\p{P}/u;
export const S = /\p{S}/u;
export const Z = /\p{Z}/u;
export const Cc = /\p{Cc}/u;
export const Any = /[^]/u;

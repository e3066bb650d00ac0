type Form = Intl.LDMLPluralRule;

/** The ways to say a sentence for different counts; `other` stands in for those that are missing. */
export type Forms = { readonly other: string } & Readonly<Partial<Record<Form, string>>>;

/** Returns what chooses the form that a language uses with a count. */
export function plural(language: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  return (count, forms) => forms[rules.select(count)] ?? forms.other;
}

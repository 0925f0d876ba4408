/** A text, or one for each plural form of `count` that its language has. Braces name what is filled in. */
export type Text = string | ({ readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>);

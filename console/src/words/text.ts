/** A text, or one for each plural form of `count`. Braces name what is filled in. */
export type Text = string | { readonly one: string; readonly other: string };

import { TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { Key } from "../words/en";
import { t } from "../words/words";
import type { Field, Form, Wrong } from "./draft";

/** What each part of the form is given. */
export interface Part {
    readonly form: Form;
    readonly set: (to: Partial<Form>) => void;
    readonly wrong: Wrong;
    readonly text: string;
}

export type TextField = { [F in Field]: Form[F] extends string ? F : never }[Field];

/** A text of the form; where it is none of what belongs there, that is said below it. */
export function Line(at: { of: Part; field: TextField; lead?: string; unit?: ReactNode; autoFocus?: boolean }) {
    const { form, set, wrong } = at.of;
    return (
        <TextInput
            label={t(`rule.form.${at.field}` as Key)}
            {...(at.lead ? { description: at.lead } : {})}
            value={form[at.field]}
            spellCheck={false}
            autoComplete="off"
            autoFocus={at.autoFocus ?? false}
            error={wrong.has(at.field) ? t(`rule.form.${at.field}.bad` as Key) : undefined}
            {...(at.unit ? { rightSection: <span className="soft">{at.unit}</span>, rightSectionWidth: 110 } : {})}
            onChange={(event) => set({ [at.field]: event.currentTarget.value })}
        />
    );
}

import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { plain, t } from "../words/words";
import { Tag } from "./basics";

interface Row {
    readonly name: string;
    /** What stands under the name in what is in force, and in the draft. */
    readonly was: string | undefined;
    readonly is: string;
    readonly tag?: ReactNode;
    /** Nothing while something else of the draft is open. */
    readonly acts: { readonly change: () => void; readonly remove: () => void } | undefined;
    readonly isLeft?: boolean;
    readonly children: ReactNode;
}

/** One thing of a draft that has a name: whether it is new or changed there, and what changes or removes it. */
export function DraftRow({ name, was, is, tag, acts, isLeft = false, children }: Row) {
    return (
        <li className="tight">
            <span className="between">
                <span className="row">
                    <span className="strong">{plain(name)}</span>
                    {tag}
                    {was !== is && (
                        <Tag tone="accent">{t(was === undefined ? "rule.form.new" : "rule.form.changed")}</Tag>
                    )}
                </span>
                {acts && (
                    <span className="row">
                        <Button
                            variant="default"
                            size="compact-sm"
                            autoFocus={isLeft}
                            aria-label={t("rule.form.change.one", { id: name })}
                            onClick={acts.change}
                        >
                            {t("rule.form.change")}
                        </Button>
                        <Button
                            variant="default"
                            size="compact-sm"
                            aria-label={t("rule.form.remove.one", { id: name })}
                            onClick={acts.remove}
                        >
                            {t("rule.form.remove")}
                        </Button>
                    </span>
                )}
            </span>
            {children}
        </li>
    );
}

/** What of that which is in force the draft has no more. */
export function Gone({ of }: { of: readonly string[] }) {
    return of.length > 0 ? <p className="attention">{t("rule.form.gone", { names: of.join(", ") })}</p> : null;
}

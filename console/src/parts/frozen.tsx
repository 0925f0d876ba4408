import type { Freeze, Policies } from "../api/contract";
import { useAsked } from "../api/queries";
import { t } from "../words/words";
import { When } from "./basics";
import { useNames } from "./names";

/** A freeze with the nodes that say it stands there. */
export interface Frozen extends Freeze {
    readonly nodes: readonly string[];
}

export function byOrder(policies: Policies | undefined): readonly Frozen[] {
    const all = new Map<string, Frozen>();
    for (const node of policies?.nodes ?? [])
        for (const each of node.freezes)
            all.set(each.order, { ...each, nodes: [...(all.get(each.order)?.nodes ?? []), node.node] });
    return [...all.values()];
}

/** Whether a node says that nothing at all is signed. */
export function isEverythingFrozen(policies: Policies | undefined): boolean {
    return byOrder(policies).some((each) => each.scope === "workspace");
}

/** The scope of a freeze in words. */
export const scopeOf = (of: Freeze) => (of.scope === "workspace" ? t("freeze.scope.workspace") : of.scope);

/** What would end with a freeze. A change to unfreeze holds the order's hash alone: this is control's word. */
export function WhatIsFrozen({ order }: { order: string }) {
    const policies = useAsked<Policies>("/v1/policies", 10_000);
    const named = useNames();
    if (!policies.data) return null;
    const of = byOrder(policies.data).find((each) => each.order === order);
    if (!of) return <p className="attention">{t("frozen.unknown")}</p>;
    const { reason, nodes } = of;
    return (
        <p className="soft">
            {t("frozen.said", { scope: scopeOf(of), name: named(of.by), reason, nodes: nodes.join(", ") })}{" "}
            <When at={of.at} exact />
        </p>
    );
}

import type { NodeHealth, Policies } from "../api/contract";
import type { Ceremony, People } from "../api/people";
import { relative } from "../words/format";
import type { Key } from "../words/en";
import { t } from "../words/words";
import { byOrder, scopeOf } from "./frozen";
import { ages } from "./shares";

const DAY_MILLIS = 86_400_000;
const CERTIFICATE_DAYS = 30;
const UNUSED_DAYS = 90;

/** What was asked, as far as an answer is there; an error stands for an answer that did not come. */
export interface Heard {
    readonly nodes: readonly NodeHealth[] | undefined;
    readonly policies: Policies | undefined;
    readonly ceremonies: readonly Ceremony[] | undefined;
    readonly people: People | undefined;
    readonly failed: readonly ("nodes" | "policies" | "ceremonies" | "people")[];
}

/** Whether everything that is looked at was answered: before, nothing may be called well. */
export function isWhole({ nodes, policies, ceremonies, people, failed }: Heard): boolean {
    return (
        failed.length === 0 &&
        nodes !== undefined &&
        policies !== undefined &&
        ceremonies !== undefined &&
        people !== undefined
    );
}

/** What somebody should look at, the worst first. */
export function attention(of: Heard, now = Date.now()): readonly string[] {
    return [
        ...of.failed.map((each) => t(`overview.notAsked.${each}` as Key)),
        ...byOrder(of.policies).map((each) =>
            t("overview.freeze", { scope: scopeOf(each), reason: each.reason }),
        ),
        ...(of.nodes ?? []).flatMap((each) => ofNode(each, now)),
        ...silent(of.policies),
        ...changes(of.policies),
        ...duties(of, now),
    ];
}

function ofNode(node: NodeHealth, now: number): string[] {
    if (!node.reached) return [t("overview.notReached", { node: node.name, why: node.why ?? "" })];
    const lines: string[] = [];
    if (!node.ready) lines.push(t("overview.notReady", { node: node.name }));
    if (node.quarantined.length > 0)
        lines.push(t("overview.quarantined", { node: node.name, nodes: node.quarantined.join(", ") }));
    const ends = node.certificateEnds;
    if (ends && Date.parse(ends) - now < CERTIFICATE_DAYS * DAY_MILLIS)
        lines.push(t("overview.certificate", { node: node.name, when: relative(ends, now) }));
    return lines;
}

/** Of whom nobody knows whether something is frozen there. */
function silent(policies: Policies | undefined): string[] {
    const away = (policies?.nodes ?? []).filter((each) => !each.reached).map((each) => each.node);
    return away.length > 0 ? [t("overview.policiesUnknown", { count: away.length, nodes: away.join(", ") })] : [];
}

function changes(policies: Policies | undefined): string[] {
    const open = new Set((policies?.nodes ?? []).flatMap((node) => node.changes.map((each) => each.id))).size;
    return open > 0 ? [t("overview.openChange", { count: open })] : [];
}

/** Duties with dates: shares that should be new by now, and accounts that nobody uses. */
function duties({ nodes, ceremonies, people }: Heard, now: number): string[] {
    const late = ages(nodes ?? [], ceremonies ?? []).filter((each) => each.isDue(now));
    const unused = (people?.people ?? []).filter(
        (each) =>
            each.status === "active" && each.lastUsedAt && now - Date.parse(each.lastUsedAt) > UNUSED_DAYS * DAY_MILLIS,
    );
    return [
        ...late.map(({ name, at }) =>
            t("overview.refreshDue", { key: name, when: relative(at ?? new Date(now), now) }),
        ),
        ...unused.map((each) => t("overview.unused", { name: each.name, when: relative(each.lastUsedAt ?? "", now) })),
    ];
}

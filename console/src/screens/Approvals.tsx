import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import type { Page, Withdrawal } from "../api/contract";
import type { Decision, OpenProposal } from "../api/people";
import { WAITING, useAsked, useWithdrawals } from "../api/queries";
import { DecisionPanel } from "../parts/decision";
import { useHeld } from "../parts/held";
import { localised, useNames } from "../parts/names";
import { named } from "../parts/pinned";
import { Queue } from "../parts/queue";
import { Failed, Head, Panel, Waiting, When } from "../parts/basics";
import { isForPage } from "../shell/keys";
import { t } from "../words/words";

/** The queue on the left, the decision on the right; every request has an address of its own. */
export default function Approvals() {
    const search = useSearch({ strict: false }) as { id?: string };
    const navigate = useNavigate();
    const withdrawals = useWithdrawals();
    const mine = useAsked<Page<Decision>>("/v1/approvals?waiting=me");
    const waiting = useMemo(() => ordered(withdrawals.data ?? [], mine.data?.items), [withdrawals.data, mine.data]);
    const isKnown = withdrawals.data !== undefined && !mine.isPending;
    const { rows, news, show } = useHeld("queue", isKnown ? waiting : undefined, withdrawals.data ?? []);
    const queue = isKnown ? rows : waiting;
    const chosen = named(withdrawals.data ?? [], search.id);
    // The address names it, so that it stays on the screen when an answer takes it out of the queue.
    const first = search.id ? undefined : waiting[0]?.id;
    useEffect(() => {
        if (first) void navigate({ to: "/approvals", search: { id: first } as never, replace: true });
    }, [first, navigate]);
    useEffect(() => {
        const pressed = (event: KeyboardEvent) => {
            if (!isForPage(event) || !["j", "k"].includes(event.key)) return;
            const at = queue.findIndex((each) => each.id === chosen?.id);
            const next = queue[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), queue.length - 1)];
            if (next) void navigate({ to: "/approvals", search: { id: next.id } as never, replace: true });
        };
        window.addEventListener("keydown", pressed);
        return () => window.removeEventListener("keydown", pressed);
    }, [queue, chosen, navigate]);
    if (withdrawals.isPending) return <Waiting />;
    if (withdrawals.error) return <Failed error={withdrawals.error} retry={() => void withdrawals.refetch()} />;
    return (
        <>
            <Head
                title={t("approvals.title")}
                lead={queue.length > 0 ? <span className="wide-only">{t("approvals.keys")}</span> : undefined}
            />
            <div className="split">
                <div className="stack">
                    <Queue
                        rows={queue}
                        chosen={chosen?.id}
                        choose={(id) => void navigate({ to: "/approvals", search: { id } as never })}
                        news={news}
                        show={show}
                    />
                    <Changes />
                </div>
                {chosen ? (
                    <DecisionPanel key={chosen.id} of={chosen} />
                ) : search.id ? (
                    <Gone id={search.id} />
                ) : (
                    <p className="soft">{t("approvals.choose")}</p>
                )}
            </div>
        </>
    );
}

/** In the place of what somebody read stands nothing else, least of all a button that approves it. */
function Gone({ id }: { id: string }) {
    return (
        <Panel tone="attention" title={t("approvals.gone")}>
            <p role="alert">{t("approvals.gone.lead")}</p>
            <Link to="/transactions/$id" params={{ id }}>
                {t("approvals.gone.page")}
            </Link>
        </Panel>
    );
}

/** Open changes of documents, and freezes that are to end. */
function Changes() {
    const nameOf = useNames();
    const open = useAsked<Page<OpenProposal>>("/v1/proposals", 30_000);
    if (!open.data || open.data.items.length === 0) return null;
    return (
        <Panel title={t("approvals.changes")}>
            <ul className="list">
                {open.data.items.map((each) => (
                    <li key={each.id} className="between">
                        <Link to={`/changes/${each.id}` as "/"} className="strong">
                            {localised(each.proposal)}
                        </Link>
                        <span className="soft">
                            {nameOf(each.by)}, <When at={each.seenAt} />
                        </span>
                    </li>
                ))}
            </ul>
        </Panel>
    );
}

/** Those that ask for me first; who has waited longest above. */
function ordered(all: readonly Withdrawal[], mine: readonly Decision[] | undefined) {
    const names = new Set((mine ?? []).map((each) => each.id));
    return all
        .filter((each) => WAITING.has(each.stage))
        .sort((a, b) => Number(names.has(b.id)) - Number(names.has(a.id)) || a.createdAt.localeCompare(b.createdAt));
}

import { Button } from "@mantine/core";
import { Link, useSearch } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get } from "../api/client";
import type { Withdrawal } from "../api/contract";
import type { Asked } from "../api/people";
import { Problem } from "../api/problem";
import { useSession } from "../api/queries";
import { Empty, Failed, Head, Panel, Waiting } from "../parts/basics";
import { type Checked, check, isSound, replacedBy } from "../parts/checked";
import { Swapped } from "../parts/decision";
import { CodeWords, Effects } from "../parts/effects";
import { usePinned } from "../parts/pinned";
import { Refused, Warnings, propose, writeIntent } from "../parts/review";
import { Together, nameOfAll } from "../parts/together";
import { StageTag } from "../parts/withdrawal";
import { t } from "../words/words";

interface Draft {
    readonly of: Withdrawal;
    readonly checked: Checked;
}

const ID = /^[0-9a-f-]{36}$/;

/** Several drafts at once. Each is judged by itself, and each asks the passkey once. */
export default function Batch() {
    const { ids = "" } = useSearch({ strict: false }) as { ids?: string };
    const named = ids.split(".").filter((each) => ID.test(each));
    const drafts = useQuery<readonly Draft[]>({
        queryKey: ["asked", "/v1/withdrawals/batch", ids],
        queryFn: ({ signal }) =>
            Promise.all(
                named.map(async (id) => {
                    const of = await get<Withdrawal>(`/v1/withdrawals/${id}`, signal);
                    return { of, checked: await check(of, undefined, await replacedBy(of, signal)) };
                }),
            ),
        enabled: named.length > 0,
    });
    const session = useSession();
    const may = session.data?.scopes?.includes("WITHDRAWALS_WRITE") ?? false;
    const written = useQuery<ReadonlyMap<string, Asked>>({
        queryKey: ["intents", ids],
        queryFn: () => writeAll(drafts.data ?? []),
        enabled: may && drafts.data !== undefined,
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
    });
    const [at, stand] = useState<number>();
    const [error, fail] = useState<unknown>();
    const { isOther, again } = usePinned(`drafts ${ids}`, drafts.data?.map(({ checked }) => checked.code).join(" "));
    if (named.length === 0)
        return (
            <Empty title={t("app.notFound")}>
                <Link to="/transactions">{t("nav.transactions")}</Link>
            </Empty>
        );
    if (drafts.isPending) return <Waiting />;
    if (drafts.error) return <Failed error={drafts.error} retry={() => void drafts.refetch()} />;
    const open = drafts.data.filter(({ of }) => of.stage === "DRAFT");
    const areSound = open.every(({ checked }) => isSound(checked));
    const all = async () => {
        fail(undefined);
        try {
            for (const [i, { of }] of open.entries()) {
                stand(i + 1);
                const asked = written.data?.get(of.id);
                if (!asked) throw new Problem(403, "", t("transfer.noChallenge"));
                await propose(of, asked);
            }
        } catch (cause) {
            fail(cause);
        } finally {
            stand(undefined);
            void drafts.refetch();
        }
    };
    return (
        <>
            <Head title={t("batch.title", { count: named.length })} lead={t("batch.lead")} />
            <div className="stack">
                <ol className="stack bare">
                    {drafts.data.map((each) => (
                        <li key={each.of.id}>
                            <One of={each.of} checked={each.checked} />
                            {each.of.stage === "DRAFT" && <Warnings of={written.data?.get(each.of.id)?.warnings} />}
                        </li>
                    ))}
                </ol>
                {open.length > 0 && areSound && <Together of={open.map(({ of }) => of)} />}
                {isOther && <Swapped again={again} />}
                {session.data && !may && <p className="attention">{t("transfer.mayNot")}</p>}
                <Refused error={error ?? written.error} />
                {open.length > 0 ? (
                    <div className="row">
                        <Button
                            loading={at !== undefined}
                            disabled={!areSound || isOther || !written.data}
                            onClick={() => void all()}
                        >
                            {nameOfAll(open.map(({ of }) => of))}
                        </Button>
                        {at !== undefined && (
                            <span role="status" className="soft">
                                {t("batch.at", { at, of: open.length })}
                            </span>
                        )}
                    </div>
                ) : (
                    <p role="status" className="strong">
                        {t("batch.done")} <Link to="/transactions">{t("nav.transactions")}</Link>
                    </p>
                )}
            </div>
        </>
    );
}

/** One after the other: each draft's intent, with what control warns of. */
async function writeAll(drafts: readonly Draft[]): Promise<ReadonlyMap<string, Asked>> {
    const all = new Map<string, Asked>();
    for (const { of } of drafts) {
        if (of.stage !== "DRAFT") continue;
        const asked = await writeIntent(of);
        if (asked) all.set(of.id, asked);
    }
    return all;
}

function One({ of, checked }: Draft) {
    return (
        <Panel tone={isSound(checked) ? "plain" : "danger"}>
            <div className="tight">
                <div className="between">
                    <span className="row">
                        <StageTag of={of} />
                        {of.note && <span className="soft">{t("transaction.noted", { note: of.note })}</span>}
                    </span>
                    <Link to="/transactions/$id" params={{ id: of.id }}>
                        {t("batch.open")}
                    </Link>
                </div>
                <Effects of={of} />
                {isSound(checked) ? (
                    <CodeWords code={checked.code} isSmall />
                ) : (
                    <p className="danger strong">{t(checked.isOpaque ? "check.opaque" : "check.failed")}</p>
                )}
                {!checked.reading && !checked.isOpaque && <p className="attention">{t("check.unread")}</p>}
            </div>
        </Panel>
    );
}

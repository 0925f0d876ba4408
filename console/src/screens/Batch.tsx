import { Button } from "@mantine/core";
import { Link, useSearch } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get } from "../api/client";
import type { Withdrawal } from "../api/contract";
import { Problem } from "../api/problem";
import { Empty, Failed, Head, Panel, Waiting } from "../parts/basics";
import { type Checked, check, isSound } from "../parts/checked";
import { Swapped } from "../parts/decision";
import { CodeWords, Effects } from "../parts/effects";
import { usePinned } from "../parts/pinned";
import { Refused, propose, writeIntent } from "../parts/review";
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
                    return { of, checked: await check(of, undefined) };
                }),
            ),
        enabled: named.length > 0,
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
                const asked = await writeIntent(of);
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
                        </li>
                    ))}
                </ol>
                {isOther && <Swapped again={again} />}
                <Refused error={error} />
                {open.length > 0 ? (
                    <div className="row">
                        <Button loading={at !== undefined} disabled={!areSound || isOther} onClick={() => void all()}>
                            {t("batch.submit", { count: open.length })}
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

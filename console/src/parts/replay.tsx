import { Button, NativeSelect } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "../api/client";
import type { Withdrawal } from "../api/contract";
import type { Replayed, Turn } from "../api/people";
import { useAsked } from "../api/queries";
import type { Key } from "../words/en";
import { t } from "../words/words";
import { Failed, Tag, When } from "./basics";
import { useDuring } from "./during";
import { inShort, sentence } from "./withdrawal";

const DAYS = [7, 30, 90, 365];

/** What a draft would have made of what was asked for before, so that nobody finds out on Monday. */
export function Replay({ text }: { text: string | undefined }) {
    const [days, choose] = useState(90);
    const [found, keep] = useState<Replayed & { of: string }>();
    const { isBusy, error, during } = useDuring();
    const of = `${days} ${text}`;
    const ask = () =>
        during(async () => {
            keep({ ...(await send<Replayed>("POST", "/v1/policies/replay", { text, days })), of });
        });
    return (
        <div className="tight">
            <div className="row">
                <NativeSelect
                    label={t("replay.days")}
                    value={String(days)}
                    onChange={(event) => choose(Number(event.currentTarget.value))}
                    data={DAYS.map((each) => ({ value: String(each), label: t("replay.days.of", { count: each }) }))}
                />
                <Button
                    className="end"
                    variant="default"
                    loading={isBusy}
                    disabled={text === undefined}
                    onClick={() => void ask()}
                >
                    {t("replay.ask")}
                </Button>
            </div>
            {found?.of === of && !error && <Found of={found} />}
            {error ? <Failed error={error} command="./tallystick policy replay" /> : null}
        </div>
    );
}

function Found({ of }: { of: Replayed }) {
    return (
        <div className="tight" role="status">
            <p className="strong">
                {of.matters === 0
                    ? t("replay.none")
                    : of.changes.length === 0
                      ? t("replay.same", { count: of.matters })
                      : t("replay.changes", { count: of.changes.length, all: of.matters })}
            </p>
            {of.cut && <p className="attention">{t("replay.cut")}</p>}
            {of.changes.length > 0 && (
                <ul className="list">
                    {of.changes.map((each) => (
                        <Line key={each.withdrawalId} of={each} />
                    ))}
                </ul>
            )}
            {of.matters > 0 && <p className="soft small">{t("replay.note")}</p>}
        </div>
    );
}

function Line({ of }: { of: Turn }) {
    const request = useAsked<Withdrawal>(`/v1/withdrawals/${of.withdrawalId}`);
    return (
        <li className="tight">
            <span className="between">
                <Link to="/transactions/$id" params={{ id: of.withdrawalId }} className="strong">
                    {request.data ? inShort(request.data) : t("transaction.title")}
                </Link>
                <span className="row">
                    <Tag tone={of.turn === "newly denied" ? "plain" : "attention"}>
                        {t(`replay.turn.${of.turn}` as Key)}
                    </Tag>
                    {request.data && (
                        <span className="soft small">
                            <When at={request.data.createdAt} />
                        </span>
                    )}
                </span>
            </span>
            {of.why && <p className="soft">{sentence(of.why)}</p>}
        </li>
    );
}

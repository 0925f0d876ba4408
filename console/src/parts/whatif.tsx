import { Button, NativeSelect, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "../api/client";
import type { Withdrawal } from "../api/contract";
import type { Compared } from "../api/people";
import { useWithdrawals } from "../api/queries";
import { baseUnits, chainName, money, unitOf } from "../words/format";
import { plain, t } from "../words/words";
import { Failed, When } from "./basics";
import { paymentOf } from "./checked";
import { reasonSaid } from "./controlsaid";
import { useDuring } from "./during";
import { foreseenOf } from "./foresight";
import { type Rule, assetsOf, parseRules, sentenceOf } from "./rules";
import { outcome } from "./simulation";
import { inShort } from "./withdrawal";

/** What a payment that nobody asked for would meet, by the draft and by what is in force, judged in this browser. */
export function WhatIf({ draft, current }: { draft: string; current: string }) {
    const all = useWithdrawals();
    const [chosen, choose] = useState<string>();
    const [typed, type] = useState("");
    const paid = (all.data ?? []).flatMap((each) => paymentOf(each)?.asset ?? []);
    const assets = assetsOf([...parseRules(draft), ...parseRules(current)], paid);
    const asset = chosen !== undefined && assets.includes(chosen) ? chosen : (assets[0] ?? "");
    const amount = baseUnits(typed, unitOf(asset)?.decimals ?? 0);
    return (
        <div className="tight">
            <h3>{t("whatif.title")}</h3>
            <p className="soft small">{t("whatif.lead")}</p>
            <div className="row">
                <NativeSelect
                    label={t("transfer.asset")}
                    value={asset}
                    onChange={(event) => choose(event.currentTarget.value)}
                    data={assets.map((each) => ({ value: each, label: called(each) }))}
                />
                <TextInput
                    label={t("transfer.amount")}
                    value={typed}
                    error={typed !== "" && amount === undefined ? t("transfer.amount.bad") : undefined}
                    onChange={(event) => type(event.currentTarget.value)}
                />
            </div>
            {amount !== undefined && all.data && (
                <div role="status">
                    <dl className="facts">
                        <dt>{t("whatif.draft")}</dt>
                        <Judged rules={parseRules(draft)} wish={{ asset, amount }} all={all.data} />
                        <dt>{t("whatif.now")}</dt>
                        <Judged rules={parseRules(current)} wish={{ asset, amount }} all={all.data} />
                    </dl>
                </div>
            )}
            <LikeOne draft={draft} all={all.data ?? []} />
        </div>
    );
}

const OFFERED = 50;

/** A request that there is, asked for again: control judges it with the expressions that this browser does not. */
function LikeOne({ draft, all }: { draft: string; all: readonly Withdrawal[] }) {
    const [chosen, choose] = useState<string>();
    const [found, keep] = useState<Compared & { of: string }>();
    const { isBusy, error, during } = useDuring();
    const some = all.slice(0, OFFERED);
    const one = some.find((each) => each.id === chosen) ?? some[0];
    if (one === undefined) return null;
    const { id } = one;
    const of = `${id} ${draft}`;
    const ask = () =>
        during(async () => {
            keep({ ...(await send<Compared>("POST", "/v1/policies/what-if", { text: draft, withdrawalId: id })), of });
        });
    return (
        <div className="tight">
            <p className="soft small">{t("whatif.like.lead")}</p>
            <div className="row">
                <NativeSelect
                    label={t("whatif.like")}
                    value={id}
                    onChange={(event) => choose(event.currentTarget.value)}
                    data={some.map((each) => ({ value: each.id, label: inShort(each) }))}
                />
                <Button className="end" variant="default" loading={isBusy} onClick={() => void ask()}>
                    {t("whatif.like.ask")}
                </Button>
            </div>
            <p className="soft small">
                <Link to="/transactions/$id" params={{ id }}>
                    {inShort(one)}
                </Link>
                , <When at={one.createdAt} />
            </p>
            {found?.of === of && error === undefined && (
                <div role="status" className="tight">
                    <p className="strong">{t("change.said")}</p>
                    <dl className="facts">
                        <dt>{t("whatif.draft")}</dt>
                        <Said of={found.after} />
                        <dt>{t("whatif.now")}</dt>
                        <Said of={found.before} />
                    </dl>
                </div>
            )}
            {error !== undefined && <Failed error={error} command="./tallystick policy simulate" />}
        </div>
    );
}

function Said({ of }: { of: Compared["after"] }) {
    return (
        <dd>
            <p>{reasonSaid(of.decision)}</p>
            {of.because.map((each) => (
                <p key={each} className="soft">
                    {reasonSaid(each)}
                </p>
            ))}
            {of.deciding.length > 0 && (
                <p className="soft">{t("whatif.like.by", { rules: of.deciding.map(plain).join(", ") })}</p>
            )}
        </dd>
    );
}

function called(asset: string): string {
    return t("policy.matrix.asset", {
        unit: money(asset, 0n).unit,
        chain: chainName(asset.slice(0, asset.indexOf("/"))),
    });
}

function Judged(at: {
    rules: readonly Rule[];
    wish: { readonly asset: string; readonly amount: bigint };
    all: Parameters<typeof foreseenOf>[2];
}) {
    const found = foreseenOf(at.rules, at.wish, at.all, Date.now());
    return (
        <dd>
            <p className={found.outcome === "denied" ? "danger" : undefined}>{outcome(found, at.wish)}</p>
            {(found.outcome === "denied" ? [] : found.asks).map((each) => (
                <p key={each.id} className="soft">
                    {`${each.id}: ${sentenceOf(each)}`}
                </p>
            ))}
            {found.maybe.length > 0 && (
                <p className="soft">{t("foresee.maybe", { count: found.maybe.length })}</p>
            )}
        </dd>
    );
}

import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useWithdrawals } from "../api/queries";
import { baseUnits, chainName, money, unitOf } from "../words/format";
import { t } from "../words/words";
import { paymentOf } from "./checked";
import { foreseenOf } from "./foresight";
import { type Rule, assetsOf, parseRules, sentenceOf } from "./rules";
import { outcome } from "./simulation";

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
        </div>
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

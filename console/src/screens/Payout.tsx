import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { send } from "../api/client";
import type { Page, Withdrawal } from "../api/contract";
import { changed } from "../api/queries";
import { AssetFields, useAsset } from "../parts/asset";
import { Failed, FullAddress } from "../parts/basics";
import { useDuring } from "../parts/during";
import { PAYMENTS_MAX, addressWords } from "../parts/payable";
import { type Payment, isGood, parsePayments, repeated } from "../parts/payments";
import { FromSource, SourceFields, useBatch, useSource } from "../parts/source";
import { decimal, money } from "../words/format";
import { t } from "../words/words";

/** Several payments by one address: pasted, read line by line, then drafted all or none. */
export default function Payout() {
    const source = useSource();
    const toBatch = useBatch();
    const [text, write] = useState("");
    const { isBusy, error, during } = useDuring();
    const { wallet, address } = source;
    const asset = useAsset(wallet?.chain);
    const { chosen } = asset;
    const lines = parsePayments(text, chosen.decimals, wallet?.chain);
    const unit = chosen.isPinned || !chosen.asset ? chosen.unit : money(chosen.asset, 0n).unit;
    const isReady =
        !chosen.isOpen && lines.length > 0 && lines.length <= PAYMENTS_MAX && lines.every(isGood);
    const make = () =>
        during(async () => {
            if (!wallet || !address || !isReady) return;
            const { items } = await send<Page<Withdrawal>>("POST", "/v1/payouts", {
                walletId: wallet.id,
                addressId: address.id,
                payments: lines.map((each) => ({
                    ...(chosen.asset && { asset: chosen.asset }),
                    destination: each.to,
                    amount: String(each.amount),
                    note: each.note,
                })),
            });
            changed("withdrawal", "");
            await toBatch(items);
        });
    return (
        <FromSource of={source} title={t("payout.title")} lead={t("payout.lead")}>
            <div className="stack">
                <SourceFields of={source} />
                <AssetFields of={asset} />
                <Textarea
                    label={t("payout.lines")}
                    description={t("payout.lines.lead")}
                    rows={6}
                    spellCheck={false}
                    classNames={{ input: "mono" }}
                    value={text}
                    error={lines.length > PAYMENTS_MAX && t("payout.tooMany", { count: lines.length })}
                    onChange={(event) => write(event.currentTarget.value)}
                />
                {!chosen.isOpen && lines.length > 0 && (
                    <Lines of={lines} chain={wallet?.chain} unit={unit} decimals={chosen.decimals} />
                )}
                {error ? <Failed error={error} /> : null}
                <div>
                    <Button loading={isBusy} disabled={!isReady || !address} onClick={() => void make()}>
                        {t("payout.draft", { count: lines.length })}
                    </Button>
                </div>
            </div>
        </FromSource>
    );
}

interface Read {
    readonly of: readonly Payment[];
    readonly chain: string | undefined;
    readonly unit: string;
    readonly decimals: number;
}

function Lines({ of, chain, unit, decimals }: Read) {
    const sum = of.reduce((all, each) => all + (each.amount ?? 0n), 0n);
    const again = new Set(repeated(of));
    return (
        <table className="plain stacking">
            <thead>
                <tr>
                    <th>{t("transfer.to")}</th>
                    <th>{t("transfer.note")}</th>
                    <th className="number">{t("transfer.amount")}</th>
                </tr>
            </thead>
            <tbody>
                {of.map((each) => (
                    <tr key={each.line}>
                        <td>
                            {each.isAddress ? <FullAddress value={each.to} /> : each.text}
                            {!isGood(each) && (
                                <p className="danger">
                                    {each.isAddress
                                        ? t("payout.bad.amount", { line: each.line })
                                        : t("payout.bad.address", { line: each.line, what: t(addressWords(chain)) })}
                                </p>
                            )}
                            {again.has(each.line) && <p className="attention">{t("payout.again")}</p>}
                        </td>
                        <td className="soft">{each.note}</td>
                        <td className="number">
                            {each.amount !== undefined && `${decimal(each.amount, decimals)} ${unit}`}
                        </td>
                    </tr>
                ))}
                <tr>
                    <td className="strong" colSpan={2}>
                        {t("payout.sum", { count: of.length })}
                    </td>
                    <td className="number strong">{`${decimal(sum, decimals)} ${unit}`}</td>
                </tr>
            </tbody>
        </table>
    );
}

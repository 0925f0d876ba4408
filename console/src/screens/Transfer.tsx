import { Button, TextInput } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { send } from "../api/client";
import type { Withdrawal } from "../api/contract";
import { Problem } from "../api/problem";
import { changed } from "../api/queries";
import { AssetFields, useAsset } from "../parts/asset";
import { AddressHolds } from "../parts/balances";
import { Failed } from "../parts/basics";
import { useDuring } from "../parts/during";
import { PayeePicker } from "../parts/payee";
import { FromSource, SourceFields, useSource } from "../parts/source";
import { baseUnits } from "../words/format";
import { t } from "../words/words";

/** What the server says of these fields stands beside them. */
const BESIDE = new Set(["destination", "amount"]);

/** What is wished; what its bytes would do, the draft's own page shows before a passkey is asked. */
export default function Transfer() {
    const search = useSearch({ strict: false }) as { vault?: string };
    const source = useSource(search.vault);
    const navigate = useNavigate();
    const [to, setTo] = useState("");
    const [amount, setAmount] = useState("");
    const [note, setNote] = useState("");
    const { isBusy, error, during } = useDuring();
    const { wallet, address } = source;
    const asset = useAsset(wallet?.chain);
    const { chosen } = asset;
    const base = chosen.isOpen ? undefined : baseUnits(amount, chosen.decimals);
    const isAddress = /^0x[0-9a-fA-F]{40}$/.test(to);
    const field = error instanceof Problem ? error.field : undefined;
    const make = () =>
        during(async () => {
            if (!wallet || !address || base === undefined) return;
            const of = await send<Withdrawal>("POST", "/v1/withdrawals", {
                walletId: wallet.id,
                addressId: address.id,
                ...(chosen.asset && { asset: chosen.asset }),
                destination: to.trim(),
                amount: base.toString(),
                note,
            });
            changed("withdrawal", of.id);
            await navigate({ to: "/transactions/$id", params: { id: of.id } });
        });
    return (
        <FromSource of={source} title={t("transfer.title")} lead={t("transfer.lead")}>
            <form
                className="stack"
                onSubmit={(event) => {
                    event.preventDefault();
                    void make();
                }}
            >
                <SourceFields of={source} />
                <AssetFields of={asset} />
                {wallet && address && !chosen.isOpen && (
                    <AddressHolds wallet={wallet.id} address={address.id} asset={chosen.asset} />
                )}
                <PayeePicker chain={wallet?.chain} value={to} choose={setTo} />
                <TextInput
                    label={t("transfer.to")}
                    description={t("transfer.to.lead")}
                    required
                    value={to}
                    spellCheck={false}
                    autoComplete="off"
                    error={(to && !isAddress && t("transfer.address.bad")) || said(error, field, "destination")}
                    onChange={(event) => setTo(event.currentTarget.value.trim())}
                />
                <div className="columns">
                    <TextInput
                        label={t("transfer.amount")}
                        description={t(chosen.isPinned ? "transfer.amount.lead" : "transfer.amount.base")}
                        required
                        value={amount}
                        inputMode="decimal"
                        autoComplete="off"
                        rightSection={<span className="soft">{chosen.unit}</span>}
                        rightSectionWidth={60}
                        error={
                            (amount &&
                                base === undefined &&
                                t(chosen.isPinned ? "transfer.amount.bad" : "transfer.amount.base.bad")) ||
                            said(error, field, "amount")
                        }
                        onChange={(event) => setAmount(event.currentTarget.value)}
                    />
                    <TextInput
                        label={t("transfer.note")}
                        description={t("transfer.note.lead")}
                        value={note}
                        onChange={(event) => setNote(event.currentTarget.value)}
                    />
                </div>
                {error && !BESIDE.has(field ?? "") ? <Failed error={error} /> : null}
                <div>
                    <Button type="submit" loading={isBusy} disabled={!address || !isAddress || !base}>
                        {t("transfer.simulate")}
                    </Button>
                </div>
            </form>
        </FromSource>
    );
}

function said(error: unknown, field: string | undefined, name: string): ReactNode {
    return error instanceof Problem && field === name ? error.detail : undefined;
}

import { Button, TextInput } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { send } from "../api/client";
import type { Withdrawal } from "../api/contract";
import { Problem } from "../api/problem";
import { changed } from "../api/queries";
import { Failed } from "../parts/basics";
import { useDuring } from "../parts/during";
import { FromSource, SourceFields, useSource } from "../parts/source";
import { baseUnits, coinOf } from "../words/format";
import { t } from "../words/words";

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
    const coin = wallet ? coinOf(wallet.chain) : undefined;
    const base = coin ? baseUnits(amount, coin.decimals) : undefined;
    const isAddress = /^0x[0-9a-fA-F]{40}$/.test(to);
    const field = error instanceof Problem ? error.field : undefined;
    const make = () =>
        during(async () => {
            if (!wallet || !address || base === undefined) return;
            const of = await send<Withdrawal>("POST", "/v1/withdrawals", {
                walletId: wallet.id,
                addressId: address.id,
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
                        description={t("transfer.amount.lead")}
                        required
                        value={amount}
                        inputMode="decimal"
                        autoComplete="off"
                        rightSection={<span className="soft">{coin?.unit}</span>}
                        rightSectionWidth={60}
                        error={
                            (amount && base === undefined && t("transfer.amount.bad")) ||
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
                {error && !field ? <Failed error={error} /> : null}
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

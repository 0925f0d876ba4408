import { Button, TextInput } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { send } from "../api/client";
import type { Page, Withdrawal } from "../api/contract";
import { Problem } from "../api/problem";
import { changed } from "../api/queries";
import { AssetFields, useAsset } from "../parts/asset";
import { AddressHolds } from "../parts/balances";
import { Failed } from "../parts/basics";
import { useDuring } from "../parts/during";
import { PayeesFields, usePayees } from "../parts/payees";
import { FromSource, SourceFields, useSource } from "../parts/source";
import { t } from "../words/words";

/** What the server says of these fields stands beside them. */
const BESIDE = new Set(["destination", "amount"]);

/** What is wished; what its bytes would do, the draft's own page shows before a passkey is asked. */
export default function Transfer() {
    const search = useSearch({ strict: false }) as { vault?: string };
    const source = useSource(search.vault);
    const navigate = useNavigate();
    const [note, setNote] = useState("");
    const { isBusy, error, during } = useDuring();
    const { wallet, address } = source;
    const asset = useAsset(wallet?.chain);
    const { chosen } = asset;
    const payees = usePayees(wallet?.chain, chosen);
    const field = error instanceof Problem ? error.field : undefined;
    const isBeside = payees.of.length === 1 && BESIDE.has(field ?? "");
    const make = () =>
        during(async () => {
            if (!wallet || !address || !payees.areGood) return;
            const of = await drafted(
                { walletId: wallet.id, addressId: address.id, note },
                payees.of.map((each) => ({
                    ...(chosen.asset && { asset: chosen.asset }),
                    destination: each.to,
                    amount: String(each.base),
                })),
            );
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
                <PayeesFields
                    of={payees}
                    said={(name) => said(error, field, name)}
                    note={
                        <TextInput
                            label={t("transfer.note")}
                            description={t("transfer.note.lead")}
                            value={note}
                            onChange={(event) => setNote(event.currentTarget.value)}
                        />
                    }
                />
                {error && !isBeside ? <Failed error={error} /> : null}
                <div>
                    <Button type="submit" loading={isBusy} disabled={!address || !payees.areGood}>
                        {t("transfer.simulate")}
                    </Button>
                </div>
            </form>
        </FromSource>
    );
}

interface Line {
    readonly asset?: string;
    readonly destination: string;
    readonly amount: string;
}

/** One draft: a payment, or several in one transaction. */
async function drafted(of: { walletId: string; addressId: string; note: string }, lines: readonly Line[]) {
    const [first] = lines;
    if (lines.length === 1) return send<Withdrawal>("POST", "/v1/withdrawals", { ...of, ...first });
    const { items } = await send<Page<Withdrawal>>("POST", "/v1/payouts", { ...of, together: true, payments: lines });
    const [made] = items;
    if (!made) throw new Problem(-1, "", "");
    return made;
}

function said(error: unknown, field: string | undefined, name: string): ReactNode {
    return error instanceof Problem && field === name ? error.detail : undefined;
}

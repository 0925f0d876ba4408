import { NativeSelect } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { Address, Page, Vault, Wallet, Withdrawal } from "../api/contract";
import { useAll, useAsked } from "../api/queries";
import { chainName, short } from "../words/format";
import { plain, t } from "../words/words";
import { Empty, Failed, FullAddress, Head, Panel, Waiting } from "./basics";

/** From where something is paid: vault, chain and address, the first of each until somebody chooses. */
export function useSource(first = "") {
    const vaults = useAll<Vault>("/v1/vaults", 500);
    const [vaultId, chooseVault] = useState(first);
    const [walletId, chooseWallet] = useState("");
    const [addressId, chooseAddress] = useState("");
    const vault = vaults.data?.find((each) => each.id === vaultId) ?? vaults.data?.[0];
    const wallets = useAsked<Page<Wallet>>(vault ? `/v1/vaults/${vault.id}/wallets` : undefined);
    const wallet = wallets.data?.items.find((each) => each.id === walletId) ?? wallets.data?.items[0];
    const addresses = useAsked<Page<Address>>(wallet ? `/v1/wallets/${wallet.id}/addresses?limit=100` : undefined);
    const address = addresses.data?.items.find((each) => each.id === addressId) ?? addresses.data?.items[0];
    return {
        isPending: vaults.isPending,
        error: vaults.error,
        vaults: vaults.data ?? [],
        vault,
        wallets: wallets.data?.items ?? [],
        wallet,
        addresses: addresses.data?.items ?? [],
        address,
        chooseVault,
        chooseWallet,
        chooseAddress,
    };
}

export type Source = ReturnType<typeof useSource>;

/** The screen of one way to begin a payment; empty without a vault, or where the source lacks what `children` need. */
export function FromSource(at: { of: Source; title: string; lead: string; children: ReactNode }) {
    const { isPending, error, vault } = at.of;
    return (
        <>
            <Head title={at.title} lead={at.lead} />
            <Ways />
            {isPending ? (
                <Waiting />
            ) : error ? (
                <Failed error={error} />
            ) : !vault || !at.children ? (
                <Empty title={t("transfer.empty")}>{t("vaults.empty.lead")}</Empty>
            ) : (
                <Panel>{at.children}</Panel>
            )}
        </>
    );
}

/** The ways to begin a payment, each with an address of its own. */
function Ways() {
    return (
        <nav className="ways" aria-label={t("transfer.ways")}>
            {(
                [
                    ["/transfer", "transfer.one"],
                    ["/payout", "payout.title"],
                    ["/sweep", "sweep.title"],
                ] as const
            ).map(([to, key]) => (
                <Link key={to} to={to} activeProps={{ "aria-current": "page" }}>
                    {t(key)}
                </Link>
            ))}
        </nav>
    );
}

/** To the page of drafts that were just made together. */
export function useBatch() {
    const navigate = useNavigate();
    return (drafts: readonly Withdrawal[]) =>
        navigate({ to: "/batch", search: { ids: drafts.map((each) => each.id).join(".") } as never });
}

export function SourceFields({ of, noAddress = false }: { of: Source; noAddress?: boolean }) {
    return (
        <>
            <div className="columns">
                <Choice
                    label={t("transfer.vault")}
                    value={of.vault?.id ?? ""}
                    choose={of.chooseVault}
                    of={of.vaults.map((each) => [each.id, `${plain(each.name)} (${each.tier})`])}
                />
                <Choice
                    label={t("transfer.wallet")}
                    value={of.wallet?.id ?? ""}
                    choose={of.chooseWallet}
                    of={of.wallets.map((each) => [each.id, chainName(each.chain)])}
                />
            </div>
            {!noAddress && (
                <div className="from">
                    <Choice
                        label={t("transfer.address")}
                        value={of.address?.id ?? ""}
                        choose={of.chooseAddress}
                        of={of.addresses.map((each) => [
                            each.id,
                            each.label ? `${short(each.address)} (${plain(each.label)})` : short(each.address),
                        ])}
                    />
                    {of.address && (
                        <p className="note small">
                            <FullAddress value={of.address.address} />
                        </p>
                    )}
                </div>
            )}
        </>
    );
}

function Choice(at: {
    label: string;
    value: string;
    choose: (id: string) => void;
    of: readonly (readonly [string, string])[];
}) {
    return (
        <NativeSelect
            label={at.label}
            value={at.value}
            onChange={(event) => at.choose(event.currentTarget.value)}
            data={at.of.map(([value, label]) => ({ value, label }))}
        />
    );
}

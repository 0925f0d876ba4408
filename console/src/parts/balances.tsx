import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { get } from "../api/client";
import type { Address, Balance, Page, Vault, Wallet } from "../api/contract";
import { useAll, useAsked } from "../api/queries";
import { money } from "../words/format";
import { t } from "../words/words";
import { Failed, Waiting } from "./basics";

const ADDRESSES_MAX = 20;

interface Held {
    readonly vault: Vault;
    /** By asset, base units. */
    readonly sums: ReadonlyMap<string, bigint>;
}

/** What the addresses of a vault hold of each chain's coin, as the chain says now. */
export function useHeld(vaults: readonly Vault[] | undefined) {
    return useQuery<readonly Held[]>({
        queryKey: ["asked", "/v1/wallets/held", (vaults ?? []).map((each) => each.id).join()],
        enabled: vaults !== undefined,
        queryFn: ({ signal }) => Promise.all((vaults ?? []).map((vault) => held(vault, signal))),
        refetchInterval: 60_000,
    });
}

async function held(vault: Vault, signal: AbortSignal): Promise<Held> {
    const sums = new Map<string, bigint>();
    const wallets = await get<Page<Wallet>>(`/v1/vaults/${vault.id}/wallets`, signal);
    for (const wallet of wallets.items) {
        const path = `/v1/wallets/${wallet.id}/addresses`;
        const addresses = await get<Page<Address>>(`${path}?limit=${ADDRESSES_MAX}`, signal);
        const balances = await Promise.allSettled(
            addresses.items.map((each) => get<Balance>(`${path}/${each.id}/balance`, signal)),
        );
        for (const each of balances)
            if (each.status === "fulfilled")
                sums.set(each.value.asset, (sums.get(each.value.asset) ?? 0n) + BigInt(each.value.amount));
    }
    return { vault, sums };
}

/** What one address has of its chain's coin. */
export function HeldAt({ wallet, address }: { wallet: string; address: string }) {
    const balance = useAsked<Balance>(`/v1/wallets/${wallet}/addresses/${address}/balance`, 60_000);
    if (balance.error) return <span className="soft">{t("vaults.balance.unknown")}</span>;
    if (!balance.data) return null;
    const { amount, unit } = money(balance.data.asset, balance.data.amount);
    return (
        <span title={balance.data.amount}>
            <b>{amount}</b> {unit}
        </span>
    );
}

/** What each vault holds, with its tier. */
export function Balances() {
    const vaults = useAll<Vault>("/v1/vaults", 100);
    const held = useHeld(vaults.data);
    if (vaults.error ?? held.error) return <Failed error={vaults.error ?? held.error} />;
    if (!vaults.data || !held.data) return <Waiting />;
    if (vaults.data.length === 0) return <p className="soft">{t("overview.balances.empty")}</p>;
    return (
        <table className="plain">
            <tbody>
                {held.data.map(({ vault, sums }) => (
                    <tr key={vault.id}>
                        <td>
                            <Link to="/vaults/$id" params={{ id: vault.id }}>
                                {vault.name}
                            </Link>
                        </td>
                        <td className="soft">{vault.tier}</td>
                        <td className="number">
                            {[...sums].map(([asset, sum]) => {
                                const { amount, unit } = money(asset, sum);
                                return (
                                    <div key={asset}>
                                        <span className="strong">{amount}</span> {unit}
                                    </div>
                                );
                            })}
                        </td>
                    </tr>
                ))}
            </tbody>
        </table>
    );
}

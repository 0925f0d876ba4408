import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { get } from "../api/client";
import type { Address, Balance, BalanceSeen, Page, Vault, Wallet } from "../api/contract";
import { useAll, useAsked } from "../api/queries";
import { brief, money, relative } from "../words/format";
import { contractOf } from "../words/tokens";
import { plain, t } from "../words/words";
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

/** What one address has of an asset, by default its chain's coin. */
function useBalance(wallet: string, address: string, asset: string | undefined) {
    const of = asset === undefined ? "" : `?asset=${encodeURIComponent(asset)}`;
    return useAsked<Balance>(`/v1/wallets/${wallet}/addresses/${address}/balance${of}`, 60_000);
}

interface Holder {
    readonly wallet: string;
    readonly address: string;
    readonly asset?: string | undefined;
}

/** What one address has. */
export function HeldAt({ wallet, address, asset }: Holder) {
    const balance = useBalance(wallet, address, asset);
    if (balance.error) return <span className="soft">{t("vaults.balance.unknown")}</span>;
    if (!balance.data) return null;
    const { amount, unit } = money(balance.data.asset, balance.data.amount);
    return (
        <span title={balance.data.amount}>
            <b>{amount}</b> {unit}
        </span>
    );
}

/** Of one address, what control saw when it looked last: its tokens, and what no withdrawal explains. */
export function SeenAt({ of }: { of: readonly BalanceSeen[] }) {
    const said = (asset: string, base: string) => {
        const { amount, unit } = money(asset, base);
        return `${amount} ${unit}`;
    };
    return of.map((each) => (
        <div key={each.asset} className="tight">
            {isToken(each) && <div title={each.amount}>{said(each.asset, each.amount)}</div>}
            {each.unexplained && (
                <div className="danger">
                    {t("vaults.unexplained", {
                        less: said(each.asset, each.unexplained.less),
                        when: relative(each.unexplained.foundAt),
                    })}
                </div>
            )}
        </div>
    ));
}

/** The chain's coin is asked for now; of tokens that are gone nothing is shown. */
const isToken = (of: BalanceSeen) => contractOf(of.asset) !== undefined && of.amount !== "0";

/** What the paying address has of what is to be paid, as control sees the chain. */
export function AddressHolds({ wallet, address, asset }: Holder) {
    const balance = useBalance(wallet, address, asset);
    if (balance.error) return <p className="attention note">{t("transfer.holds.unknown")}</p>;
    // An answer about something else than was asked for is none.
    if (!balance.data || (asset !== undefined && balance.data.asset.toLowerCase() !== asset.toLowerCase())) return null;
    const { amount, unit } = money(balance.data.asset, balance.data.amount);
    return <p className="soft note">{t("transfer.holds", { amount, unit })}</p>;
}

/** What each vault holds, with its tier. */
export function Balances() {
    const vaults = useAll<Vault>("/v1/vaults", 100);
    const held = useHeld(vaults.data);
    if (vaults.error ?? held.error) return <Failed error={vaults.error ?? held.error} />;
    if (!vaults.data || !held.data) return <Waiting />;
    if (vaults.data.length === 0) return <p className="soft">{t("overview.balances.empty")}</p>;
    return (
        <div className="stack">
            <Tiers of={held.data} />
            <table className="plain">
                <tbody>
                    {held.data.map(({ vault, sums }) => (
                        <tr key={vault.id}>
                            <td>
                                <Link to="/vaults/$id" params={{ id: vault.id }}>
                                    {plain(vault.name)}
                                </Link>
                            </td>
                            <td className="soft">{vault.tier}</td>
                            <td className="number">
                                {[...sums].map(([asset, sum]) => {
                                    const { amount, unit } = money(asset, sum);
                                    return (
                                        <div key={asset} title={`${amount} ${unit}`}>
                                            <span className="strong">{brief(asset, sum)}</span> {unit}
                                        </div>
                                    );
                                })}
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

/** How much of each coin stands in which tier, as one bar. */
function Tiers({ of }: { of: readonly Held[] }) {
    const assets = [...new Set(of.flatMap(({ sums }) => [...sums.keys()]))];
    return assets.map((asset) => {
        const tiers = new Map<string, bigint>();
        for (const { vault, sums } of of)
            tiers.set(vault.tier, (tiers.get(vault.tier) ?? 0n) + (sums.get(asset) ?? 0n));
        const all = [...tiers.values()].reduce((sum, each) => sum + each, 0n);
        if (all === 0n) return null;
        const parts = [...tiers].filter(([, sum]) => sum > 0n).sort(([a], [b]) => a.localeCompare(b));
        const share = (sum: bigint) => Number((sum * 1000n) / all) / 10;
        const { unit } = money(asset, all);
        return (
            <div key={asset} className="tight">
                <svg className="tiers" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                    {parts.map(([tier, sum], i) => (
                        <rect
                            key={tier}
                            x={parts.slice(0, i).reduce((at, [, before]) => at + share(before), 0)}
                            width={share(sum)}
                            height="4"
                            data-tier={tier}
                        />
                    ))}
                </svg>
                <p className="row small">
                    {parts.map(([tier, sum]) => (
                        <span key={tier} className="tier" data-tier={tier}>
                            {t("overview.tier", { tier, share: share(sum), amount: brief(asset, sum), unit })}
                        </span>
                    ))}
                </p>
            </div>
        );
    });
}

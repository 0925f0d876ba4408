import { Button } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import type { Address, Balance, Page, Vault as Body, Wallet } from "../api/contract";
import { useAsked } from "../api/queries";
import { Empty, Facts, Failed, FullAddress, Head, Panel, Tag, Waiting, When } from "../parts/basics";
import { chainName, money } from "../words/format";
import { t } from "../words/words";

export default function Vault() {
    const { id } = useParams({ strict: false }) as { id: string };
    const vault = useAsked<Body>(`/v1/vaults/${id}`);
    const wallets = useAsked<Page<Wallet>>(`/v1/vaults/${id}/wallets`);
    if (vault.isPending) return <Waiting />;
    if (vault.error) return <Failed error={vault.error} retry={() => void vault.refetch()} />;
    const of = vault.data;
    return (
        <>
            <Head title={of.name}>
                <Tag>{of.tier}</Tag>
                <Button renderRoot={(at) => <Link to="/transfer" search={{ vault: id } as never} {...at} />}>
                    {t("nav.transfer")}
                </Button>
            </Head>
            <div className="stack">
                <Panel title={t("vaults.wallets")}>
                    {wallets.data?.items.length ? (
                        wallets.data.items.map((each) => <Addresses key={each.id} of={each} />)
                    ) : wallets.isPending ? (
                        <Waiting />
                    ) : (
                        <Empty title={t("vaults.wallets.empty")} />
                    )}
                </Panel>
                <Panel title={t("vaults.key")}>
                    <Facts
                        of={[
                            [t("vaults.tree"), of.tree],
                            [t("vaults.sets"), of.signingSets.map((each) => each.join(" + ")).join(", then ")],
                            [
                                t("vaults.key"),
                                <span key="key" className="mono">
                                    {of.keyId}
                                </span>,
                            ],
                            [t("transactions.since"), <When key="when" at={of.createdAt} exact />],
                        ]}
                    />
                </Panel>
            </div>
        </>
    );
}

function Addresses({ of }: { of: Wallet }) {
    const addresses = useAsked<Page<Address>>(`/v1/wallets/${of.id}/addresses?limit=100`);
    return (
        <div className="tight">
            <h3>{chainName(of.chain)}</h3>
            {addresses.data ? (
                <table className="plain stacking">
                    <thead>
                        <tr>
                            <th>{t("vaults.addresses")}</th>
                            <th className="number">{t("vaults.balance")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {addresses.data.items.map((each) => (
                            <tr key={each.id}>
                                <td>
                                    <FullAddress value={each.address} />
                                    <div className="soft small">
                                        {each.label || t("vaults.unlabelled")} · {each.path}
                                    </div>
                                </td>
                                <td className="number">
                                    <Held wallet={of.id} address={each.id} />
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            ) : (
                <Waiting />
            )}
        </div>
    );
}

function Held({ wallet, address }: { wallet: string; address: string }) {
    const balance = useAsked<Balance>(`/v1/wallets/${wallet}/addresses/${address}/balance`, 60_000);
    if (!balance.data) return null;
    const { amount, unit } = money(balance.data.asset, balance.data.amount);
    return (
        <span>
            <b>{amount}</b> {unit}
        </span>
    );
}

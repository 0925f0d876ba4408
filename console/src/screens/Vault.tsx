import { Button, TextInput } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "../api/client";
import type { Address, BalanceSeen, Page, Vault as Body, Wallet } from "../api/contract";
import { changed, useAll, useAsked, useSession } from "../api/queries";
import { HeldAt, SeenAt } from "../parts/balances";
import { Empty, Facts, Failed, FullAddress, Head, Panel, Tag, Waiting, When } from "../parts/basics";
import { chainName } from "../words/format";
import { plain, t } from "../words/words";

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
                            [
                                t("vaults.sets"),
                                of.signingSets.map((each) => each.join(" + ")).join(t("vaults.sets.then")),
                            ],
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
    const seen = useAll<BalanceSeen>(`/v1/wallets/${of.id}/balances`);
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
                                        {plain(each.label) || t("vaults.unlabelled")} · {each.path}
                                    </div>
                                </td>
                                <td className="number">
                                    <HeldAt wallet={of.id} address={each.id} />
                                    <SeenAt of={(seen.data ?? []).filter((one) => one.addressId === each.id)} />
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            ) : (
                <Waiting />
            )}
            <p className="soft small">{t("vaults.tokens")}</p>
            <NewAddress of={of} />
        </div>
    );
}

/** For whoever may: the key derives it, so that nothing has to be generated. */
function NewAddress({ of }: { of: Wallet }) {
    const session = useSession();
    const [label, write] = useState("");
    const [error, fail] = useState<unknown>();
    if (!session.data?.scopes?.includes("VAULTS_WRITE")) return null;
    const make = () =>
        send("POST", `/v1/wallets/${of.id}/addresses`, { label }).then(() => {
            fail(undefined);
            write("");
            changed("withdrawal", of.id);
        }, fail);
    return (
        <form
            className="row gap-above"
            onSubmit={(event) => {
                event.preventDefault();
                void make();
            }}
        >
            <TextInput
                label={t("vaults.address.label")}
                description={t("vaults.address.lead")}
                required
                value={label}
                onChange={(event) => write(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" className="end">
                {t("vaults.address.add")}
            </Button>
            {error ? <Failed error={error} /> : null}
        </form>
    );
}

import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "../api/client";
import type { Page, Withdrawal } from "../api/contract";
import { changed } from "../api/queries";
import { Empty, Failed, FullAddress, Head, Panel, Waiting } from "../parts/basics";
import { HeldAt } from "../parts/balances";
import { Ways } from "../parts/review";
import { SourceFields, useSource } from "../parts/source";
import { t } from "../words/words";

/** All that stands on the deposit addresses of a wallet, to the wallet's own address. */
export default function Sweep() {
    const source = useSource();
    const navigate = useNavigate();
    const [error, fail] = useState<unknown>();
    const [isNothing, nothing] = useState(false);
    const [isBusy, busy] = useState(false);
    const { wallet, addresses } = source;
    const [own, ...deposits] = addresses;
    const make = async () => {
        if (!wallet) return;
        busy(true);
        fail(undefined);
        nothing(false);
        try {
            const { items } = await send<Page<Withdrawal>>("POST", `/v1/wallets/${wallet.id}/sweeps`, {});
            changed("withdrawal", "");
            if (items.length === 0) nothing(true);
            else await navigate({ to: "/batch", search: { ids: items.map((each) => each.id).join(".") } as never });
        } catch (cause) {
            fail(cause);
        } finally {
            busy(false);
        }
    };
    return (
        <>
            <Head title={t("sweep.title")} lead={t("sweep.lead")} />
            <Ways />
            {source.isPending ? (
                <Waiting />
            ) : source.error ? (
                <Failed error={source.error} />
            ) : !source.vault || !wallet || !own ? (
                <Empty title={t("transfer.empty")}>{t("vaults.empty.lead")}</Empty>
            ) : (
                <Panel>
                    <div className="stack">
                        <SourceFields of={source} noAddress />
                        <div className="tight">
                            <h2>{t("sweep.to")}</h2>
                            <FullAddress value={own.address} />
                        </div>
                        {deposits.length === 0 ? (
                            <Empty title={t("sweep.none")}>{t("sweep.none.lead")}</Empty>
                        ) : (
                            <table className="plain stacking">
                                <thead>
                                    <tr>
                                        <th>{t("sweep.from")}</th>
                                        <th className="number">{t("vaults.balance")}</th>
                                    </tr>
                                </thead>
                                <tbody>
                                    {deposits.map((each) => (
                                        <tr key={each.id}>
                                            <td>
                                                <FullAddress value={each.address} />
                                                <div className="soft small">{each.label || t("vaults.unlabelled")}</div>
                                            </td>
                                            <td className="number">
                                                <HeldAt wallet={wallet.id} address={each.id} />
                                            </td>
                                        </tr>
                                    ))}
                                </tbody>
                            </table>
                        )}
                        {isNothing && (
                            <p role="status" className="attention">
                                {t("sweep.nothing")}
                            </p>
                        )}
                        {error ? <Failed error={error} /> : null}
                        <div>
                            <Button loading={isBusy} disabled={deposits.length === 0} onClick={() => void make()}>
                                {t("sweep.draft")}
                            </Button>
                        </div>
                    </div>
                </Panel>
            )}
        </>
    );
}

import { Button } from "@mantine/core";
import { useState } from "react";
import { send } from "../api/client";
import type { Page, Withdrawal } from "../api/contract";
import { changed } from "../api/queries";
import { AssetFields, useAsset } from "../parts/asset";
import { Empty, Failed, FullAddress } from "../parts/basics";
import { HeldAt } from "../parts/balances";
import { useDuring } from "../parts/during";
import { FromSource, SourceFields, useBatch, useSource } from "../parts/source";
import { plain, t } from "../words/words";

/** All that stands on the deposit addresses of a wallet, to the wallet's own address. */
export default function Sweep() {
    const source = useSource();
    const toBatch = useBatch();
    const { isBusy, error, during } = useDuring();
    const [isNothing, nothing] = useState(false);
    const { wallet, addresses } = source;
    const asset = useAsset(wallet?.chain);
    const { chosen } = asset;
    const [own, ...deposits] = addresses;
    const make = () =>
        during(async () => {
            if (!wallet) return;
            nothing(false);
            const { items } = await send<Page<Withdrawal>>("POST", `/v1/wallets/${wallet.id}/sweeps`, {
                ...(chosen.asset && { asset: chosen.asset }),
            });
            changed("withdrawal", "");
            if (items.length === 0) nothing(true);
            else await toBatch(items);
        });
    return (
        <FromSource of={source} title={t("sweep.title")} lead={t("sweep.lead")}>
            {wallet && own && (
                <div className="stack">
                    <SourceFields of={source} noAddress />
                    <AssetFields of={asset} />
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
                                            <div className="soft small">
                                                {plain(each.label) || t("vaults.unlabelled")}
                                            </div>
                                        </td>
                                        <td className="number">
                                            {!chosen.isOpen && (
                                                <HeldAt
                                                    wallet={wallet.id}
                                                    address={each.id}
                                                    asset={chosen.asset}
                                                />
                                            )}
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
                        <Button
                            loading={isBusy}
                            disabled={deposits.length === 0 || chosen.isOpen}
                            onClick={() => void make()}
                        >
                            {t("sweep.draft")}
                        </Button>
                    </div>
                </div>
            )}
        </FromSource>
    );
}

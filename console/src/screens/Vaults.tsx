import { Link } from "@tanstack/react-router";
import type { Vault } from "../api/contract";
import { useAll } from "../api/queries";
import { useHeld } from "../parts/balances";
import { Empty, Failed, Head, Panel, Tag, Waiting } from "../parts/basics";
import { brief, money } from "../words/format";
import { plain, t } from "../words/words";

export default function Vaults() {
    const vaults = useAll<Vault>("/v1/vaults", 500);
    const held = useHeld(vaults.data);
    const sums = new Map((held.data ?? []).map((each) => [each.vault.id, each.sums]));
    return (
        <>
            <Head title={t("vaults.title")} />
            <Panel>
                {vaults.isPending ? (
                    <Waiting />
                ) : vaults.error ? (
                    <Failed error={vaults.error} retry={() => void vaults.refetch()} />
                ) : vaults.data.length === 0 ? (
                    <Empty title={t("vaults.empty")}>{t("vaults.empty.lead")}</Empty>
                ) : (
                    <table className="plain stacking">
                        <thead>
                            <tr>
                                <th>{t("nav.vaults")}</th>
                                <th>{t("vaults.tier")}</th>
                                <th>{t("vaults.tree")}</th>
                                <th className="number">{t("vaults.balance")}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {vaults.data.map((each) => (
                                <tr key={each.id}>
                                    <td>
                                        <Link to="/vaults/$id" params={{ id: each.id }} className="strong">
                                            {plain(each.name)}
                                        </Link>
                                    </td>
                                    <td className="row">
                                        <Tag>{each.tier}</Tag>
                                        {each.tags.map((tag) => (
                                            <Tag key={tag}>{tag}</Tag>
                                        ))}
                                    </td>
                                    <td className="soft">{each.tree}</td>
                                    <td className="number">
                                        {[...(sums.get(each.id) ?? [])].map(([asset, sum]) => {
                                            const { amount, unit } = money(asset, sum);
                                            return (
                                                <div key={asset} title={`${amount} ${unit}`}>
                                                    {`${brief(asset, sum)} ${unit}`}
                                                </div>
                                            );
                                        })}
                                    </td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                )}
            </Panel>
        </>
    );
}

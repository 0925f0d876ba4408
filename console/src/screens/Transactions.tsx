import { Button, SegmentedControl } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { Withdrawal } from "../api/contract";
import { OVER, STOPPED, useWithdrawals } from "../api/queries";
import { Empty, Failed, Head, Panel, Waiting, When } from "../parts/basics";
import { saveCsv } from "../parts/csv";
import { assetOf, isEmpty, readingOf } from "../parts/reading";
import { StageTag, amountOf, inShort } from "../parts/withdrawal";
import { short } from "../words/format";
import type { Key } from "../words/en";
import { t } from "../words/words";

const SHOWN: Readonly<Record<string, (each: Withdrawal) => boolean>> = {
    all: () => true,
    open: (each) => !OVER.has(each.stage),
    done: (each) => each.stage === "COMPLETED",
    stopped: (each) => STOPPED.has(each.stage),
};

/** Every transaction; what is shown stands in the address. */
export default function Transactions() {
    const { show = "all" } = useSearch({ strict: false }) as { show?: string };
    const navigate = useNavigate();
    const withdrawals = useWithdrawals();
    const rows = (withdrawals.data ?? [])
        .filter(SHOWN[show] ?? (() => true))
        .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    const save = () =>
        saveCsv(
            "transactions.csv",
            ["id", "created", "stage", "asset", "amount", "destination", "note"],
            rows.map((each) => [
                each.id,
                each.createdAt,
                each.stage,
                each.asset,
                each.amount,
                each.destination,
                each.note,
            ]),
        );
    return (
        <>
            <Head title={t("transactions.title")}>
                <SegmentedControl
                    aria-label={t("transactions.filter")}
                    value={show}
                    onChange={(value) => void navigate({ to: "/transactions", search: { show: value } as never })}
                    data={Object.keys(SHOWN).map((each) => ({
                        value: each,
                        label: t(`transactions.${each}` as Key),
                    }))}
                />
                <Button variant="default" onClick={save} disabled={rows.length === 0}>
                    {t("transactions.export")}
                </Button>
            </Head>
            <Panel>
                {withdrawals.isPending ? (
                    <Waiting />
                ) : withdrawals.error ? (
                    <Failed error={withdrawals.error} retry={() => void withdrawals.refetch()} />
                ) : rows.length === 0 ? (
                    <Empty title={t("transactions.empty")}>{t("transactions.empty.lead")}</Empty>
                ) : (
                    <Rows of={rows} />
                )}
            </Panel>
        </>
    );
}

function whatIs(of: Withdrawal): string {
    const reading = readingOf(of);
    if (!reading || isEmpty(reading, of.transaction.from) || !assetOf(reading)) return inShort(of);
    const { effect, nonce } = reading;
    const to = t("effect.to", { to: short("to" in effect ? effect.to : effect.spender) });
    return of.kind === "SPEED_UP" ? t("transactions.spedUp", { to, number: nonce.toString() }) : to;
}

function Rows({ of }: { of: readonly Withdrawal[] }) {
    return (
        <table className="plain stacking compact">
            <thead>
                <tr>
                    <th>{t("transactions.what")}</th>
                    <th className="number">{t("transfer.amount")}</th>
                    <th>{t("transactions.stands")}</th>
                    <th className="number">{t("transactions.since")}</th>
                </tr>
            </thead>
            <tbody>
                {of.map((each) => (
                    <tr key={each.id}>
                        <td>
                            <Link to="/transactions/$id" params={{ id: each.id }} className="strong">
                                {each.note || short(each.destination)}
                            </Link>
                            <div className="soft small">{whatIs(each)}</div>
                        </td>
                        <td className="number">{amountOf(each)}</td>
                        <td>
                            <StageTag of={each} />
                        </td>
                        <td className="number soft">
                            <When at={each.updatedAt} />
                        </td>
                    </tr>
                ))}
            </tbody>
        </table>
    );
}

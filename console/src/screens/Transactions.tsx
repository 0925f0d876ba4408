import { Button, SegmentedControl } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { get } from "../api/client";
import type { Page, Withdrawal } from "../api/contract";
import { pagesOf } from "../api/pages";
import { Problem } from "../api/problem";
import { OVER, STOPPED } from "../api/queries";
import { Empty, Failed, Head, Panel, Waiting, When } from "../parts/basics";
import { saveCsv } from "../parts/csv";
import { EXPORTED, exported } from "../parts/exported";
import { paymentOf } from "../parts/checked";
import { assetOf, isEmpty, readingOf } from "../parts/reading";
import { useDuring } from "../parts/during";
import { useHeld } from "../parts/held";
import { News } from "../parts/news";
import { StageTag, amountOf, inShort } from "../parts/withdrawal";
import { short } from "../words/format";
import type { Key } from "../words/en";
import { plain, t } from "../words/words";

const ROWS_MAX = 100_000;
const ROW_PIXELS = 60;

const SHOWN: Readonly<Record<string, (each: Withdrawal) => boolean>> = {
    all: () => true,
    open: (each) => !OVER.has(each.stage),
    done: (each) => each.stage === "COMPLETED",
    stopped: (each) => STOPPED.has(each.stage),
};

/** Page after page, as far back as the reader goes. */
function usePages() {
    return useInfiniteQuery({
        queryKey: ["asked", "/v1/withdrawals", "pages"],
        queryFn: ({ pageParam, signal }) => get<Page<Withdrawal>>(`/v1/withdrawals?limit=100${pageParam}`, signal),
        initialPageParam: "",
        getNextPageParam: (page) => (page.next ? `&cursor=${encodeURIComponent(page.next)}` : undefined),
    });
}

/** Every transaction; what is shown stands in the address. */
export default function Transactions() {
    const { show = "all" } = useSearch({ strict: false }) as { show?: string };
    const navigate = useNavigate();
    const withdrawals = usePages();
    const isShown = SHOWN[show] ?? (() => true);
    const all = (withdrawals.data?.pages ?? []).flatMap((each) => each.items);
    const wanted = all.filter(isShown).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    const { rows, news, show: letIn } = useHeld(show, withdrawals.data && wanted, all, isOlder);
    const { isBusy, error, during } = useDuring();
    // All of them, and not only what was looked at.
    const save = () =>
        during(async () => {
            const whole = await pagesOf("/v1/withdrawals", ROWS_MAX, (path) => get<Page<Withdrawal>>(path));
            if (whole.isCut) throw new Problem(422, "", t("transactions.tooMany", { count: ROWS_MAX }));
            csv(whole.rows.filter(isShown));
        });
    const csv = (of: readonly Withdrawal[]) =>
        saveCsv("transactions.csv", EXPORTED, of.map(exported));
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
                <Button variant="default" onClick={() => void save()} loading={isBusy} disabled={rows.length === 0}>
                    {t("transactions.export")}
                </Button>
            </Head>
            {error ? <Failed error={error} /> : null}
            <Panel title={t("transactions.latest")}>
                {withdrawals.isPending ? (
                    <Waiting />
                ) : withdrawals.error ? (
                    <Failed error={withdrawals.error} retry={() => void withdrawals.refetch()} />
                ) : rows.length === 0 ? (
                    <Empty title={t("transactions.empty")}>{t("transactions.empty.lead")}</Empty>
                ) : (
                    <>
                        <News count={news} show={letIn} />
                        <Rows of={rows} />
                    </>
                )}
                {withdrawals.hasNextPage && (
                    <div className="gap-above row">
                        <Button
                            variant="default"
                            loading={withdrawals.isFetchingNextPage}
                            onClick={() => void withdrawals.fetchNextPage()}
                        >
                            {t("transactions.older")}
                        </Button>
                        <span className="soft">{t("transactions.more", { count: all.length })}</span>
                    </div>
                )}
            </Panel>
        </>
    );
}

/** Pages that the reader asked for come below. */
function isOlder(row: Withdrawal, shown: readonly Withdrawal[]): boolean {
    return row.createdAt < (shown.at(-1)?.createdAt ?? "");
}

function whatIs(of: Withdrawal): string {
    const reading = readingOf(of);
    if (!reading || isEmpty(reading, of.transaction.from) || !assetOf(reading)) return inShort(of);
    const { effect, nonce } = reading;
    const to = t("effect.to", { to: short("to" in effect ? effect.to : effect.spender) });
    return of.kind === "SPEED_UP" ? t("transactions.spedUp", { to, number: nonce.toString() }) : to;
}

/** Only the rows that are near the window are in the page, however many there are. */
function Rows({ of }: { of: readonly Withdrawal[] }) {
    const table = useRef<HTMLTableElement>(null);
    const rows = useWindowVirtualizer({
        count: of.length,
        estimateSize: () => ROW_PIXELS,
        overscan: 20,
        scrollMargin: table.current?.offsetTop ?? 0,
        getItemKey: (i) => of[i]?.id ?? i,
    });
    const shown = rows.getVirtualItems();
    const above = (shown[0]?.start ?? 0) - rows.options.scrollMargin;
    const below = rows.getTotalSize() - ((shown.at(-1)?.end ?? 0) - rows.options.scrollMargin);
    return (
        <table className="plain stacking compact" ref={table}>
            <thead>
                <tr>
                    <th>{t("transactions.what")}</th>
                    <th className="number">{t("transfer.amount")}</th>
                    <th>{t("transactions.stands")}</th>
                    <th className="number">{t("transactions.since")}</th>
                </tr>
            </thead>
            <tbody>
                <Space high={above} />
                {shown.map(({ index, key }) => {
                    const each = of[index];
                    if (!each) return null;
                    return (
                        <tr key={key} data-index={index} ref={rows.measureElement}>
                            <td>
                                <Link to="/transactions/$id" params={{ id: each.id }} className="strong">
                                    {plain(each.note) || short(paymentOf(each)?.to ?? each.destination)}
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
                    );
                })}
                <Space high={below} />
            </tbody>
        </table>
    );
}

/** In the place of rows that are not in the page. */
function Space({ high }: { high: number }) {
    return high > 0 ? <tr aria-hidden="true" className="space" style={{ height: high }} /> : null;
}

import { Button, NativeSelect, Tabs, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { get } from "../api/client";
import type { AuditEntry, NodeHealth, Page } from "../api/contract";
import type { LogEntry } from "../api/people";
import { useAll, useAsked } from "../api/queries";
import { Empty, Failed, Head, Panel, Waiting } from "../parts/basics";
import { saveCsv } from "../parts/csv";
import { Entries } from "../parts/entries";
import { EVERY, kindName, kindsOf, shown } from "../parts/logs";
import { exportCommand } from "../parts/pack";
import { moment, utc } from "../words/format";
import { t } from "../words/words";

const ROWS_MAX = 100_000;
const ROW_PIXELS = 44;

export default function Audit() {
    return (
        <>
            <Head title={t("audit.title")} lead={t("audit.lead")} />
            <Tabs defaultValue="nodes" keepMounted={false}>
                <Tabs.List>
                    <Tabs.Tab value="nodes">{t("audit.nodes")}</Tabs.Tab>
                    <Tabs.Tab value="control">{t("audit.control")}</Tabs.Tab>
                    <Tabs.Tab value="pack">{t("audit.pack")}</Tabs.Tab>
                </Tabs.List>
                <Tabs.Panel value="nodes" pt="md">
                    <Logs />
                </Tabs.Panel>
                <Tabs.Panel value="control" pt="md">
                    <Requests />
                </Tabs.Panel>
                <Tabs.Panel value="pack" pt="md">
                    <Pack />
                </Tabs.Panel>
            </Tabs>
        </>
    );
}

interface Search {
    readonly of?: string;
    readonly kind?: string;
    readonly q?: string;
}

/** Of one node page after page to the beginning of its log; of all of them the newest. */
function useLog(of: string) {
    return useInfiniteQuery({
        queryKey: ["asked", "/v1/audit/entries", "pages", of],
        queryFn: ({ pageParam, signal }) => {
            const node = of ? `?node=${encodeURIComponent(of)}` : "";
            const cursor = of && pageParam ? `&cursor=${pageParam}` : "";
            return get<Page<LogEntry>>(`/v1/audit/entries${node}${cursor}`, signal);
        },
        initialPageParam: "",
        getNextPageParam: (page) => (of && page.next ? encodeURIComponent(page.next) : undefined),
        refetchInterval: 10_000,
    });
}

function Logs() {
    const { of = "", kind = "", q = "" } = useSearch({ strict: false }) as Search;
    const navigate = useNavigate();
    const nodes = useAsked<Page<NodeHealth>>("/v1/nodes");
    const entries = useLog(of);
    const all = (entries.data?.pages ?? []).flatMap((each) => each.items);
    const rows = shown(all, { kind, find: q });
    const kinds = [...new Set([...kindsOf(all), ...(kind && kind !== EVERY ? [kind] : [])])];
    const go = (more: Search) =>
        void navigate({ to: "/audit", search: { of, kind, q, ...more } as never, replace: true });
    return (
        <Panel lead={t("transaction.proof.lead")}>
            <div className="stack">
                <div className="columns">
                    <NativeSelect
                        label={t("audit.of")}
                        value={of}
                        onChange={(event) => go({ of: event.currentTarget.value })}
                        data={[
                            { value: "", label: t("audit.all") },
                            ...(nodes.data?.items ?? []).map((each) => ({ value: each.name, label: each.name })),
                        ]}
                    />
                    <NativeSelect
                        label={t("audit.kind")}
                        value={kind}
                        onChange={(event) => go({ kind: event.currentTarget.value })}
                        data={[
                            { value: "", label: t("audit.kind.most") },
                            { value: EVERY, label: t("audit.kind.every") },
                            ...kinds.map((each) => ({ value: each, label: kindName(each) })),
                        ]}
                    />
                    <TextInput
                        label={t("audit.find")}
                        value={q}
                        onChange={(event) => go({ q: event.currentTarget.value })}
                    />
                </div>
                {entries.isPending ? (
                    <Waiting />
                ) : entries.error ? (
                    <Failed error={entries.error} command="./tallystick log" />
                ) : (
                    <>
                        <p className="soft small">
                            {t("audit.shown", { count: rows.length, all: all.length })} {!of && t("audit.chooseNode")}
                        </p>
                        {rows.length === 0 ? <Empty title={t("audit.none")} /> : <Entries of={rows} />}
                        {entries.hasNextPage && (
                            <div>
                                <Button
                                    variant="default"
                                    loading={entries.isFetchingNextPage}
                                    onClick={() => void entries.fetchNextPage()}
                                >
                                    {t("audit.older")}
                                </Button>
                            </div>
                        )}
                    </>
                )}
            </div>
        </Panel>
    );
}

function Pack() {
    const nodes = useAsked<Page<NodeHealth>>("/v1/nodes");
    const [from, setFrom] = useState("");
    const [to, setTo] = useState("");
    const [key, setKey] = useState("");
    const [copied, setCopied] = useState("");
    const names = (nodes.data?.items ?? []).map((each) => each.name);
    const command = exportCommand(names, from, to, key);
    return (
        <Panel lead={t("audit.pack.lead")}>
            <div className="stack">
                <TextInput
                    type="date"
                    label={t("audit.pack.from")}
                    value={from}
                    onChange={(event) => setFrom(event.currentTarget.value)}
                />
                <TextInput
                    type="date"
                    label={t("audit.pack.to")}
                    value={to}
                    onChange={(event) => setTo(event.currentTarget.value)}
                />
                <TextInput
                    label={t("audit.pack.scope")}
                    value={key}
                    onChange={(event) => setKey(event.currentTarget.value.trim().toLowerCase())}
                />
                <code>{command}</code>
                <Button
                    variant="default"
                    onClick={() => void navigator.clipboard.writeText(command).then(() => setCopied(command))}
                >
                    {t(copied === command ? "audit.pack.copied" : "audit.pack.export")}
                </Button>
            </div>
        </Panel>
    );
}

function Requests() {
    const { find = "" } = useSearch({ strict: false }) as { find?: string };
    const navigate = useNavigate();
    const all = useAll<AuditEntry>("/v1/audit", ROWS_MAX);
    const rows = (all.data ?? []).filter((each) =>
        `${each.method} ${each.path} ${each.status} ${each.keyId ?? ""} ${each.remote}`
            .toLowerCase()
            .includes(find.toLowerCase()),
    );
    if (all.isPending) return <Waiting />;
    if (all.error) return <Failed error={all.error} retry={() => void all.refetch()} />;
    return (
        <Panel>
            <div className="row between">
                <TextInput
                    aria-label={t("audit.filter")}
                    placeholder={t("audit.filter")}
                    value={find}
                    onChange={(event) =>
                        void navigate({
                            to: "/audit",
                            search: { find: event.currentTarget.value } as never,
                            replace: true,
                        })
                    }
                />
                <span className="row">
                    <span className="soft">{t("audit.rows", { count: rows.length })}</span>
                    <Button
                        variant="default"
                        onClick={() =>
                            saveCsv(
                                "audit.csv",
                                ["number", "at", "key", "method", "path", "status", "request", "remote"],
                                rows.map((each) =>
                                    [
                                        each.number,
                                        each.at,
                                        each.keyId ?? "",
                                        each.method,
                                        each.path,
                                        each.status,
                                        each.requestId,
                                        each.remote,
                                    ].map(String),
                                ),
                            )
                        }
                    >
                        {t("transactions.export")}
                    </Button>
                </span>
            </div>
            <Rows of={rows} />
        </Panel>
    );
}

/** Only the rows that are seen are in the page, however many there are. */
export function Rows({ of }: { of: readonly AuditEntry[] }) {
    const box = useRef<HTMLDivElement>(null);
    const rows = useVirtualizer({
        count: of.length,
        getScrollElement: () => box.current,
        estimateSize: () => ROW_PIXELS,
        overscan: 12,
    });
    return (
        <div className="log" ref={box} tabIndex={0} role="region" aria-label={t("audit.control")}>
            <div className="log-inner" style={{ height: rows.getTotalSize() }}>
                {rows.getVirtualItems().map((row) => {
                    const each = of[row.index];
                    if (!each) return null;
                    return (
                        <div key={row.key} className="log-row" style={{ transform: `translateY(${row.start}px)` }}>
                            <span title={utc(each.at)} className="wide-only">
                                {moment(each.at)}
                            </span>
                            <span className="soft wide-only">{each.remote}</span>
                            <span>
                                <b>{each.method}</b> {each.path}
                            </span>
                            <span className={each.status >= 400 ? "attention strong" : "soft"}>{each.status}</span>
                        </div>
                    );
                })}
            </div>
        </div>
    );
}

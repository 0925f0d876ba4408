import { Button, NativeSelect, Tabs, TextInput } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import type { AuditEntry, NodeHealth, Page } from "../api/contract";
import type { LogEntry } from "../api/people";
import { useAll, useAsked } from "../api/queries";
import { Empty, Failed, Head, Panel, Waiting } from "../parts/basics";
import { saveCsv } from "../parts/csv";
import { Entries } from "../parts/entries";
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

function Logs() {
    const { of = "" } = useSearch({ strict: false }) as { of?: string };
    const navigate = useNavigate();
    const nodes = useAsked<Page<NodeHealth>>("/v1/nodes");
    const path = of ? `/v1/audit/entries?node=${encodeURIComponent(of)}` : "/v1/audit/entries";
    const entries = useAsked<Page<LogEntry>>(path, 10_000);
    return (
        <Panel lead={t("transaction.proof.lead")}>
            <div className="stack">
                <NativeSelect
                    label={t("audit.of")}
                    value={of}
                    onChange={(event) =>
                        void navigate({
                            to: "/audit",
                            search: { of: event.currentTarget.value } as never,
                            replace: true,
                        })
                    }
                    data={[
                        { value: "", label: t("audit.all") },
                        ...(nodes.data?.items ?? []).map((each) => ({ value: each.name, label: each.name })),
                    ]}
                />
                {entries.isPending ? (
                    <Waiting />
                ) : entries.error ? (
                    <Failed error={entries.error} command="./tallystick log" />
                ) : entries.data.items.length === 0 ? (
                    <Empty title={t("audit.empty")} />
                ) : (
                    <Entries of={entries.data.items} />
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

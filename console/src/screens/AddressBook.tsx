import { TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { Page, Vault, Wallet } from "../api/contract";
import { useAsked, useSession } from "../api/queries";
import { Empty, Failed, FullAddress, Head, Panel, Tag, Waiting, When } from "../parts/basics";
import { Nodes, Propose } from "../parts/change";
import { type Coming, isAccepted, useComing } from "../parts/coming";
import { InForce, textOf, useDocument } from "../parts/inforce";
import { asksForBook } from "../parts/rules";
import { type BookEntry, type Change, parseBook } from "../proof/change";
import { chainName } from "../words/format";
import { plain, t } from "../words/words";

/** Whom may we pay, and since when? As the signed book says, in full. */
export default function AddressBook() {
    const document = useDocument("address-book");
    const book = document.data && parseBook(document.data.content);
    const coming = useComing(document.data);
    const policy = textOf(useDocument("policy").data);
    const session = useSession();
    const mayPropose = session.data?.scopes?.includes("PROPOSALS_WRITE") ?? false;
    return (
        <>
            <Head title={t("addresses.title")} lead={t("addresses.empty.lead")} />
            <div className="stack">
                <Panel>
                    {document.error ? (
                        <Failed error={document.error} command="./tallystick governance show" />
                    ) : !book ? (
                        <Waiting />
                    ) : (
                        <div className="stack">
                            <InForce of={document.data} />
                            {policy !== undefined && !asksForBook(policy) && (
                                <p className="attention">{t("addresses.any")}</p>
                            )}
                            {book.length > 0 ? (
                                <ul className="list">
                                    {book.map((each) => (
                                        <EntryRow key={each.account} of={each} />
                                    ))}
                                </ul>
                            ) : (
                                <Empty title={t("addresses.empty")}>
                                    {t(coming.length > 0 ? "addresses.empty.coming" : "addresses.empty.how")}
                                </Empty>
                            )}
                        </div>
                    )}
                </Panel>
                {coming.length > 0 && (
                    <Panel title={t("addresses.coming")} lead={t("addresses.coming.lead")} live>
                        <ul className="list">
                            {coming.map((each) => (
                                <EntryRow key={`${each.change}${each.entry.account}`} of={each.entry}>
                                    <Cooling of={each} />
                                </EntryRow>
                            ))}
                        </ul>
                    </Panel>
                )}
                {mayPropose && <Add />}
            </div>
        </>
    );
}

function Add() {
    const vaults = useAsked<Page<Vault>>("/v1/vaults");
    const vault = vaults.data?.items[0];
    const wallets = useAsked<Page<Wallet>>(vault ? `/v1/vaults/${vault.id}/wallets` : undefined);
    const [entry, write] = useState({ chain: "", address: "", label: "", counterparty: "" });
    const [reason, say] = useState("");
    const chain = entry.chain || wallets.data?.items[0]?.chain || "";
    const isWhole = Boolean(chain && entry.address && entry.label && entry.counterparty && reason);
    const field = (name: "address" | "label" | "counterparty", description?: string) => (
        <TextInput
            label={t(`addresses.${name}`)}
            required
            {...(description ? { description } : {})}
            value={entry[name]}
            onChange={(event) => write({ ...entry, [name]: event.currentTarget.value.trimStart() })}
        />
    );
    const isIt = ({ proposal }: Change) =>
        proposal.kind === "document" &&
        proposal.document.kind === "address-book" &&
        parseBook(proposal.document.content).some(
            (each) =>
                each.account === `${chain}:${entry.address}` &&
                each.label === entry.label &&
                each.counterparty === entry.counterparty &&
                !each.blocked,
        );
    return (
        <Panel title={t("addresses.add")} lead={t("addresses.add.lead")}>
            <div className="stack">
                <TextInput
                    label={t("addresses.chain")}
                    description={chainName(chain)}
                    required
                    value={chain}
                    onChange={(event) => write({ ...entry, chain: event.currentTarget.value.trim() })}
                />
                {field("address")}
                {field("label")}
                {field("counterparty", t("addresses.counterparty.lead"))}
                <TextInput
                    label={t("policy.reason")}
                    required
                    value={reason}
                    onChange={(event) => say(event.currentTarget.value)}
                />
                <Propose
                    ask={t("addresses.ask")}
                    of={JSON.stringify([chain, entry, reason])}
                    wish={
                        isWhole
                            ? { kind: "address-book", book: [{ act: "add", ...entry, chain, tags: [] }], reason }
                            : undefined
                    }
                    isIt={isIt}
                />
            </div>
        </Panel>
    );
}

function Cooling({ of }: { of: Coming }) {
    return (
        <div className="tight">
            <p className="row">
                <Tag tone={isAccepted(of.stands) ? "accent" : "attention"}>
                    {t(isAccepted(of.stands) ? "addresses.accepted" : "addresses.asked")}
                </Tag>
                <span>
                    {t("addresses.from")} <When at={of.from} exact />
                </span>
            </p>
            <Nodes of={of.stands} />
            <Link to={`/changes/${of.change}` as "/"}>{t("change.open")}</Link>
        </div>
    );
}

function EntryRow({ of, children }: { of: BookEntry; children?: ReactNode }) {
    const parts = of.account.split(":");
    return (
        <li>
            <span className="between">
                <span className="strong">{plain(of.label || of.counterparty)}</span>
                <span className="row">
                    {of.blocked && <Tag tone="danger">{t("addresses.blocked")}</Tag>}
                    {of.tags.map((each) => (
                        <Tag key={each}>{each}</Tag>
                    ))}
                </span>
            </span>
            <FullAddress value={parts[2] ?? of.account} />
            <div className="soft small">
                {chainName(parts.slice(0, 2).join(":"))} · {of.counterparty} · {of.addedBy},{" "}
                <When at={of.addedAt} exact />
            </div>
            {children}
        </li>
    );
}

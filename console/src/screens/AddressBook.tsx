import { Button, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { Page, Vault, Wallet } from "../api/contract";
import { Problem } from "../api/problem";
import { useAsked, useSession } from "../api/queries";
import { Empty, Failed, FullAddress, Head, Panel, Tag, Waiting, When } from "../parts/basics";
import { Nodes, Propose } from "../parts/change";
import { type Coming, isAccepted, useComing } from "../parts/coming";
import { InForce, textOf, useDocument } from "../parts/inforce";
import { addressWords, isAddressOn, isKnownOn } from "../parts/payable";
import { asksForBook } from "../parts/rules";
import { isWithBlocked, isWithEntry } from "../proof/book";
import { checksummed } from "../proof/ethereum";
import { type BookEntry, type Change, addressOf, isAlike, parseBook } from "../proof/change";
import { chainName } from "../words/format";
import { plain, t } from "../words/words";

/** Whom may we pay, and since when? As the signed book says, in full. */
export default function AddressBook() {
    const document = useDocument("address-book");
    const book = document.data && parseBook(document.data.content);
    const coming = useComing(document.data);
    const policy = textOf(useDocument("policy").data);
    const session = useSession();
    const isNone = document.error instanceof Problem && document.error.status === 404;
    const mayPropose = session.data?.scopes?.includes("PROPOSALS_WRITE") ?? false;
    return (
        <>
            <Head title={t("addresses.title")} lead={t("addresses.empty.lead")} />
            <div className="stack">
                <Panel>
                    {isNone && !document.data ? (
                        <Empty title={t("addresses.empty")}>{t("addresses.empty.how")}</Empty>
                    ) : document.error ? (
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
                                        <EntryRow key={each.account} of={each}>
                                            {mayPropose && !each.blocked && <Block of={each} before={book} />}
                                        </EntryRow>
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
                {mayPropose && (book || isNone) && <Add before={book ?? []} />}
            </div>
        </>
    );
}

/** Where no book is in force yet, the first entry makes one. */
function Add({ before }: { before: readonly BookEntry[] }) {
    const vaults = useAsked<Page<Vault>>("/v1/vaults");
    const vault = vaults.data?.items[0];
    const wallets = useAsked<Page<Wallet>>(vault ? `/v1/vaults/${vault.id}/wallets` : undefined);
    const [entry, write] = useState({ chain: "", address: "", label: "", counterparty: "" });
    const [reason, say] = useState("");
    const chain = entry.chain || wallets.data?.items[0]?.chain || "";
    const { address, label, counterparty } = trimmed(entry);
    const isBad = address !== "" && isKnownOn(chain) && !isAddressOn(chain, address);
    const isWhole = Boolean(chain && address && label && counterparty && reason) && !isBad;
    const like = alikeIn(before, address);
    const field = (name: "address" | "label" | "counterparty", description?: string) => (
        <TextInput
            label={t(`addresses.${name}`)}
            required
            {...(description ? { description } : {})}
            error={name === "address" && isBad && t(addressWords(chain))}
            value={entry[name]}
            onChange={(event) => write({ ...entry, [name]: event.currentTarget.value.trimStart() })}
        />
    );
    const isIt = ({ by, proposal }: Change) =>
        proposal.kind === "document" &&
        proposal.document.kind === "address-book" &&
        isWithEntry(before, parseBook(proposal.document.content), {
            account: `${chain}:${address}`,
            label,
            counterparty,
            addedBy: by,
        });
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
                {like && (
                    <p role="alert" className="danger strong">
                        {t("counterparty.alike", { label: like.label })} <FullAddress value={addressOf(like)} />
                    </p>
                )}
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
                            ? {
                                  kind: "address-book",
                                  book: [{ act: "add", chain, address, label, counterparty, tags: [] }],
                                  reason,
                              }
                            : undefined
                    }
                    isIt={isIt}
                />
            </div>
        </Panel>
    );
}

type Typed = Readonly<Record<"chain" | "address" | "label" | "counterparty", string>>;

/** With the capitals that the chain's own form has. */
const trimmed = ({ address, label, counterparty }: Typed) => ({
    address: checksummed(address.trim()) ?? address.trim(),
    label: label.trim(),
    counterparty: counterparty.trim(),
});

const alikeIn = (book: readonly BookEntry[], address: string) =>
    book.find((each) => isAlike(addressOf(each), address));

/** Nothing is paid there any more, as soon as nodes have it. */
function Block({ of, before }: { of: BookEntry; before: readonly BookEntry[] }) {
    const [reason, say] = useState<string>();
    const [namespace, reference, address] = of.account.split(":");
    if (reason === undefined)
        return (
            <div className="gap-above">
                <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={t("addresses.block.one", { label: of.label || of.counterparty })}
                    onClick={() => say("")}
                >
                    {t("addresses.block")}
                </Button>
            </div>
        );
    return (
        <div className="stack gap-above">
            <TextInput
                label={t("policy.reason")}
                description={t("addresses.block.lead")}
                required
                autoFocus
                value={reason}
                onChange={(event) => say(event.currentTarget.value)}
            />
            <Propose
                ask={t("addresses.block.ask")}
                of={reason}
                wish={
                    reason
                        ? {
                              kind: "address-book",
                              book: [{ act: "block", chain: `${namespace}:${reference}`, address }],
                              reason,
                          }
                        : undefined
                }
                isIt={({ proposal }) =>
                    proposal.kind === "document" &&
                    proposal.document.kind === "address-book" &&
                    isWithBlocked(before, parseBook(proposal.document.content), of.account)
                }
            />
            <div>
                <Button variant="default" size="compact-sm" onClick={() => say(undefined)}>
                    {t("app.keep")}
                </Button>
            </div>
        </div>
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
                {chainName(parts.slice(0, 2).join(":"))} · {plain(of.counterparty)} · {plain(of.addedBy)},{" "}
                <When at={of.addedAt} exact />
            </div>
            {children}
        </li>
    );
}

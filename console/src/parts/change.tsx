import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { get, send } from "../api/client";
import { NotSigned, sign } from "../api/passkey";
import type { Proposal, Said } from "../api/people";
import { changed } from "../api/queries";
import { Problem } from "../api/problem";
import { hex, ofHex } from "../proof/bytes";
import { type Change, type Document, parseBook, parseChange, parseDocument } from "../proof/change";
import { words } from "../proof/comparison";
import { type Somebody, parseDirectory } from "../proof/people";
import { parseRoster } from "../proof/roster";
import { changeId } from "../proof/session";
import { short } from "../words/format";
import { t } from "../words/words";
import { Failed, Tag, When } from "./basics";
import { useDuring } from "./during";
import { WhatIsFrozen } from "./frozen";
import { Heard } from "./heard";
import { localised, useNames } from "./names";
import { parseRules, sentenceOf } from "./rules";

/** A day, as nodes ask of whatever loosens, and some minutes until it is signed. */
const LOOSENING_MILLIS = 24 * 3_600_000 + 10 * 60_000;

/** What is asked for: docs of `POST /v1/proposals`. */
export interface Wish {
    readonly kind: string;
    readonly reason: string;
    readonly [field: string]: unknown;
}

/** A change as this browser read it, with what it makes otherwise; its words, not the server's. */
export interface ReadChange {
    readonly change: Change;
    readonly sentences: readonly string[];
    /** Whether its content was read here. */
    readonly isRead: boolean;
}

/** Reads a change and holds it against the document in force. */
export async function readChange(bytes: string): Promise<ReadChange> {
    const change = await parseChange(ofHex(bytes));
    const { proposal } = change;
    if (proposal.kind === "unfreeze")
        return { change, sentences: [t("change.unfreeze", { order: short(proposal.order) })], isRead: true };
    if (proposal.kind === "break-glass")
        return { change, sentences: [t("change.glass", { until: proposal.until.toISOString() })], isRead: true };
    const { kind } = proposal.document;
    const told = await get<{ document: string }>(`/v1/documents/${kind}`).catch((cause: unknown) => {
        if (cause instanceof Problem && cause.isNotOffered) return undefined;
        throw cause;
    });
    const before = told ? await parseDocument(ofHex(told.document)) : undefined;
    const sentences = await differences(before, proposal.document);
    if (sentences) return { change, sentences, isRead: true };
    const unread = t("change.unread", { kind, hash: short(hex(proposal.document.hash)) });
    return { change, sentences: [unread], isRead: false };
}

/** Nothing of a kind that is not read here. */
export async function differences(
    before: Document | undefined,
    after: Document,
): Promise<readonly string[] | undefined> {
    if (after.kind === "people") {
        const [were, are] = await Promise.all([peopleOf(before), peopleOf(after)]);
        return between(were, are, (id) => t("change.person", { id, name: nameOf(id, are) ?? nameOf(id, were) ?? id }));
    }
    if (after.kind === "policy" || after.kind === "emergency-policy")
        return between(rulesOf(before), rulesOf(after), (id) => t("change.rule", { id }));
    if (after.kind === "address-book")
        return between(entriesOf(before), entriesOf(after), (account) => t("change.entry", { account }));
    if (after.kind === "roster")
        return between(membersOf(before), membersOf(after), (name) => t("change.member", { name }));
    return undefined;
}

const membersOf = (of: Document | undefined): Things =>
    new Map(
        (of ? parseRoster(of.content).members : []).map((each) => [
            each.name,
            {
                text: t(each.isNode ? "change.member.node" : "change.member.other", { key: short(hex(each.identity)) }),
                whole: each.whole,
            },
        ]),
    );

const rulesOf = (of: Document | undefined) =>
    new Map(
        (of ? parseRules(new TextDecoder().decode(of.content)) : []).map((each) => [
            each.id,
            { text: sentenceOf(each), whole: JSON.stringify(each) },
        ]),
    );

const entriesOf = (of: Document | undefined) =>
    new Map(
        (of ? parseBook(of.content) : []).map((each) => {
            const tags = each.tags.length > 0 ? ` [${each.tags.join(", ")}]` : "";
            const blocked = each.blocked ? `, ${t("addresses.blocked")}` : "";
            const text = `${each.label}, ${each.counterparty}${tags}${blocked}`;
            return [each.account, { text, whole: text }];
        }),
    );

/** All of a person that counts: also what is not said in the sentence makes a difference. */
async function peopleOf(of: Document | undefined): Promise<Things> {
    const { people } = of ? await parseDirectory(of.content) : { people: [] };
    return new Map(
        people.map((each) => [each.id, { text: wordsOf(each), whole: JSON.stringify(each), name: each.name }]),
    );
}

function wordsOf(of: Somebody): string {
    const keys = of.keys.map((each) =>
        t(each.isRevoked ? "change.person.key.revoked" : "change.person.key", {
            key: words(ofHex(each.id)),
            strength: t(`strength.${each.strength}`),
        }),
    );
    return t("change.person.text", {
        status: t(`person.${of.status}`),
        human: of.human,
        rights: of.rights.map((each) => t(`people.right.${each}`)).join(", ") || t("people.rights.none"),
        roles: of.roles.join(", ") || t("people.roles.none"),
        keys: keys.join(", ") || t("people.keys.none"),
    });
}

const nameOf = (id: string, of: Things) => of.get(id)?.name;

type Things = ReadonlyMap<string, { readonly text: string; readonly whole: string; readonly name?: string }>;

function between(before: Things, after: Things, name: (id: string) => string): readonly string[] {
    const lines: string[] = [];
    for (const [id, is] of after) {
        const was = before.get(id);
        if (!was) lines.push(t("change.new", { what: name(id), text: is.text }));
        else if (was.whole !== is.whole)
            lines.push(
                was.text === is.text
                    ? t("change.otherwise", { what: name(id), text: is.text })
                    : t("change.becomes", { what: name(id), text: is.text, before: was.text }),
            );
    }
    for (const [id, was] of before)
        if (!after.has(id)) lines.push(t("change.gone", { what: name(id), text: was.text }));
    return lines.length > 0 ? lines : [t("change.nothing")];
}

export function useReadChange(bytes: string | undefined) {
    return useQuery<ReadChange>({
        queryKey: ["change", bytes],
        queryFn: () => readChange(bytes ?? ""),
        enabled: bytes !== undefined,
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
    });
}

/** What a change does, first as read here, then as control and its analyser say it. */
export function ChangeText({ of, read }: { of: Proposal; read: ReadChange }) {
    const named = useNames();
    const { change, sentences, isRead } = read;
    const from = change.proposal.kind === "document" ? change.proposal.document.effectiveFrom : undefined;
    return (
        <div className="tight">
            <p className="row">
                <Tag tone={of.tightens ? "plain" : "attention"}>
                    {t(of.tightens ? "policy.tighten" : "policy.loosen")}
                </Tag>
                <span className="strong">{change.reason}</span>
                <span className="soft">{t("change.by", { name: named(change.by) })}</span>
            </p>
            <h3>{t(isRead ? "change.read" : "change.notRead")}</h3>
            <ul className="list">
                {sentences.map((each) => (
                    <li key={each}>{each}</li>
                ))}
            </ul>
            {from && (
                <p className="soft">
                    {t("change.from")} <When at={from} exact />
                </p>
            )}
            {!isRead && <Whole of={of.change} />}
            {change.proposal.kind === "unfreeze" && <WhatIsFrozen order={change.proposal.order} />}
            {change.proposal.kind === "unfreeze" && <p className="soft">{t("change.unfreeze.delay")}</p>}
            <h3>{t("change.said")}</h3>
            <ul className="list">
                {of.differences.map((each) => (
                    <li key={each} className="soft">
                        {localised(each)}
                    </li>
                ))}
                {(of.remarks ?? []).map((each) => (
                    <li key={each} className="attention">
                        {each}
                    </li>
                ))}
            </ul>
        </div>
    );
}

/** What is not read here is shown as it is, never left out. */
export function Whole({ of }: { of: string }) {
    return (
        <details>
            <summary className="soft">{t("change.bytes")}</summary>
            <pre className="bytes mono">{of}</pre>
        </details>
    );
}

/** Nodes that did not take it are named with their own words. */
export function Nodes({ of }: { of: readonly Said[] }) {
    return (
        <ul className="list">
            {of.map((each) => (
                <li key={each.node} className={each.followed ? "soft" : "danger"}>
                    {`${each.node}: ${localised(each.words)}`}
                </li>
            ))}
        </ul>
    );
}

interface Written {
    readonly proposal: Proposal;
    readonly read: ReadChange;
}

/** What loosens cannot be in force before a day: it is asked for again, for the day after. */
async function write(wish: Wish): Promise<Written> {
    let proposal = await send<Proposal>("POST", "/v1/proposals", wish);
    if (!proposal.tightens && wish.kind !== "unfreeze")
        proposal = await send<Proposal>("POST", "/v1/proposals", {
            ...wish,
            effectiveFrom: new Date(Date.now() + LOOSENING_MILLIS).toISOString(),
        });
    return { proposal, read: await readChange(proposal.change) };
}

/** Writes a change, shows it as its bytes say it, and brings it to nodes once the person's passkey has signed it. */
export function Propose(at: {
    wish: Wish | undefined;
    /** Whether the bytes hold what was wished for. */
    isIt: (change: Change) => boolean;
    ask: string;
    /** What is written is not what was asked for any more when this changes. */
    of: string;
}) {
    const [written, keep] = useState<Written & { of: string }>();
    const [said, hear] = useState<readonly Said[]>();
    const { isBusy, error, during } = useDuring();
    const shown = written?.of === at.of ? written : undefined;
    const ask = () =>
        during(async () => {
            hear(undefined);
            if (at.wish) keep({ ...(await write(at.wish)), of: at.of });
        });
    const publish = ({ proposal }: Written) =>
        during(async () => {
            const challenge = await changeId(proposal);
            const assertion = await sign(challenge, proposal.toSign.rpId, proposal.toSign.allowCredentials);
            const { nodes } = await send<{ nodes: readonly Said[] }>("POST", `/v1/proposals/${proposal.id}/submit`, {
                assertion,
            });
            hear(nodes);
            changed("proposal", proposal.id);
        });
    return (
        <div className="stack">
            {!said && (
                <div>
                    <Button variant="default" loading={isBusy} disabled={!at.wish} onClick={ask}>
                        {at.ask}
                    </Button>
                </div>
            )}
            {shown && (
                <div className="tight" role="status">
                    <ChangeText of={shown.proposal} read={shown.read} />
                    {!at.isIt(shown.read.change) ? (
                        <p className="danger strong">{t("change.other")}</p>
                    ) : said ? (
                        <>
                            <Heard of={said} all="policy.published" command={`./tallystick governance activate ${shown.proposal.id}`} />
                            <Nodes of={said} />
                            <Link to={`/changes/${shown.proposal.id}` as "/"}>{t("change.open")}</Link>
                        </>
                    ) : (
                        <>
                            <p className="soft">{t("policy.publish.lead")}</p>
                            <div>
                                <Button loading={isBusy} onClick={() => publish(shown)}>
                                    {t("policy.publish")}
                                </Button>
                            </div>
                        </>
                    )}
                </div>
            )}
            {error instanceof NotSigned ? <p role="alert">{t("approvals.notSigned")}</p> : null}
            {error && !(error instanceof NotSigned) ? <Failed error={error} /> : null}
        </div>
    );
}

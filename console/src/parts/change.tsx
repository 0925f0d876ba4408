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
import { type Change, type Document, codeOf, parseChange, parseDocument } from "../proof/change";
import { words } from "../proof/comparison";
import { changeId } from "../proof/session";
import type { Key } from "../words/en";
import { moment, short } from "../words/format";
import { plain, t } from "../words/words";
import { Failed, Tag, When } from "./basics";
import { differenceSaid } from "./controlsaid";
import { differences } from "./differences";
import { useDuring } from "./during";
import { CodeWords } from "./effects";
import { WhatIsFrozen } from "./frozen";
import { Heard } from "./heard";
import { localised, useNamed, useNames } from "./names";

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
    /** Whether its content was read here, and all that differs said in words. */
    readonly isRead: boolean;
    /** Whether it follows the version that control shows as in force: else nobody here can tell what differs. */
    readonly isChained: boolean;
    /** Whether control shows this very version as in force. */
    readonly isInForce?: boolean;
}

/** Reads a change and holds it against the document in force, which must be the one that its bytes follow. */
export async function readChange(bytes: string): Promise<ReadChange> {
    const change = await parseChange(ofHex(bytes));
    const { proposal } = change;
    const said = (sentence: string) => ({ change, sentences: [sentence], isRead: true, isChained: true });
    if (proposal.kind === "unfreeze") return said(t("change.unfreeze", { order: short(proposal.order) }));
    if (proposal.kind === "break-glass") return said(glassOf(proposal));
    const { kind } = proposal.document;
    const told = await get<{ document: string }>(`/v1/documents/${kind}`).catch((cause: unknown) => {
        if (cause instanceof Problem && cause.isNotOffered) return undefined;
        throw cause;
    });
    return against(change, proposal.document, told ? await parseDocument(ofHex(told.document)) : undefined);
}

function glassOf({ policy, from, until }: Extract<Change["proposal"], { kind: "break-glass" }>): string {
    return t("change.glass", { policy: short(policy), from: moment(from), until: moment(until) });
}

/** What a change is, in the few words of a button: by its bytes. */
export function nameOfChange({ proposal }: Change): string {
    if (proposal.kind === "unfreeze") return t("change.one.unfreeze", { order: short(proposal.order) });
    if (proposal.kind === "break-glass")
        return t("change.one.glass", { policy: short(proposal.policy), until: moment(proposal.until) });
    const { kind, version } = proposal.document;
    return t(codeOf(kind) > 0 ? (`change.one.${kind}` as Key) : "change.one.unread", { version: String(version) });
}

/** A difference is told of the version that a change follows, by its hash, and of no other. */
export async function against(change: Change, after: Document, before: Document | undefined): Promise<ReadChange> {
    const { kind } = after;
    const hash = short(hex(after.hash));
    const isChained = after.parent === (before && hex(before.hash)) && (!before || before.kind === kind);
    const unread = (sentence: string) => ({ change, sentences: [sentence], isRead: false, isChained });
    if (before && hex(before.hash) === hex(after.hash))
        return { ...unread(t("change.inForce", { kind, hash })), isInForce: true };
    if (!isChained) return unread(t("change.unchained", { kind, hash }));
    const found = await differences(before, after);
    if (!found) return unread(t("change.unread", { kind, hash }));
    return { change, sentences: found.sentences, isRead: found.isWorded, isChained };
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
export function ChangeText(at: { of: Proposal; read: ReadChange; isTitled?: boolean }) {
    const { of, read, isTitled = false } = at;
    const named = useNames();
    const beside = useNamed();
    const { change, sentences, isRead, isChained, isInForce = false } = read;
    const from = change.proposal.kind === "document" ? change.proposal.document.effectiveFrom : undefined;
    return (
        <div className="tight">
            <p className="row">
                {!isTitled && <span className="strong">{plain(change.reason)}</span>}
                <span className="soft">{t("change.by", { name: named(change.by) })}</span>
            </p>
            <h3>{t(isRead ? "change.read" : "change.notRead")}</h3>
            <ul className="list">
                {sentences.map((each) => (
                    <li key={each} className={isChained || isInForce ? undefined : "danger strong"}>
                        {beside(each)}
                    </li>
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
            <div>
                <h3>{t("code.title")}</h3>
                <CodeWords code={words(change.id)} />
                <p className="soft small">
                    {t("code.computed")} {t("change.code")}
                </p>
            </div>
            <h3 className="row">
                {t("change.said")}
                <Tag tone={of.tightens ? "plain" : "attention"}>
                    {t(of.tightens ? "policy.tighten" : "policy.loosen")}
                </Tag>
            </h3>
            <ul className="list">
                {of.differences.map(differenceSaid).map(({ turn, text }, i) => (
                    <li key={`${i}`} className="soft row">
                        {turn && of.differences.length > 1 && (
                            <Tag tone={turn === "tighten" ? "plain" : "attention"}>{t(`policy.${turn}`)}</Tag>
                        )}
                        <span>{beside(text)}</span>
                    </li>
                ))}
                {(of.remarks ?? []).map((each) => (
                    <li key={each} className="attention">
                        {beside(each)}
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
                    ) : !shown.read.isChained ? null : said ? (
                        <>
                            <Heard
                                of={said}
                                all="policy.published"
                                command={`./tallystick governance activate ${shown.proposal.id}`}
                            />
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

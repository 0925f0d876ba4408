import { Button, Modal, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { get, send } from "../api/client";
import type { Withdrawal } from "../api/contract";
import { NotSigned, sign } from "../api/passkey";
import type { Decision, ToAnswer } from "../api/people";
import { WAITING, changed, useAsked } from "../api/queries";
import { equal, ofBase64url, ofHex } from "../proof/bytes";
import { APPROVE, REJECT, approvalStatement, intentId } from "../proof/intent";
import { isForPage } from "../shell/keys";
import type { Key } from "../words/en";
import { plain, t } from "../words/words";
import { Failed, Panel, Tag, Waiting, When } from "./basics";
import { Before } from "./counterparty";
import { type Checked, areWordsRight, isSound, useChecked } from "./checked";
import { Comments } from "./comments";
import { useDuring } from "./during";
import { Effects, Proofs } from "./effects";
import { WouldUse } from "./limits";
import { LookTwice, Stated } from "./lookedtwice";
import { OtherMoment, momentsOf } from "./moments";
import { useNames } from "./names";
import { NodesSaid } from "./nodessaid";
import { markOf, usePinned } from "./pinned";
import { assetOf, isEmpty, readingOf } from "./reading";
import { Expiry } from "./ring";
import { After } from "./simulation";
import { Voiced, isForged, useVoices } from "./voices";
import { Worth } from "./worth";
import { StageTag, inShort } from "./withdrawal";

/** The server asked the passkey to sign something else than what is shown. */
class WrongChallenge extends Error {}

type Answer = "approve" | "reject";

/** What am I approving, and why am I asked? */
export function DecisionPanel({ of }: { of: Withdrawal }) {
    const checked = useChecked(of);
    const decision = useAsked<Decision>(`/v1/withdrawals/${of.id}/decision`);
    const { voices, isProven } = useVoices(of);
    const isAsked = WAITING.has(of.stage) && (decision.data === undefined || decision.data.approve !== undefined);
    const isToldBelow = checked.data !== undefined && areWordsRight(checked.data);
    return (
        <div className="stack">
            <Panel title={t(isAsked ? "approvals.effects" : "transactions.what")}>
                <div className="stack">
                    <Effects of={of} isToldBelow={isToldBelow} />
                    {checked.data && areWordsRight(checked.data) && <Worth of={of} checked={checked.data} />}
                    {checked.data && isSound(checked.data) && isPaying(of) && <After of={of} />}
                    {of.note && <p className="soft">{t("transaction.noted", { note: of.note })}</p>}
                    {of.kind === "PAY" && areWordsRight(checked.data) && <Before of={of} isToldBelow={isToldBelow} />}
                    {checked.data && areWordsRight(checked.data) && <LookTwice of={of} checked={checked.data} />}
                    <Proofs checked={checked.data} error={checked.error} isReplacing={of.replaces !== undefined} />
                    {voices && <Voiced of={voices} isProven={isProven} />}
                    <Answering
                        of={of}
                        checked={checked.data}
                        isForged={voices !== undefined && isForged(voices)}
                        decision={decision.data}
                        error={decision.error}
                    />
                </div>
            </Panel>
            {checked.data && areWordsRight(checked.data) && (
                <>
                    <Stated of={of} checked={checked.data} />
                    <WouldUse of={of} />
                </>
            )}
            <Asks
                of={of}
                until={checked.data?.intent?.expires.toISOString() ?? of.expiresAt}
                decision={decision.data}
                isPending={decision.isPending}
                isVoiced={voices !== undefined}
            />
            <Comments of={of.id} />
            <NodesSaid of={of} />
        </div>
    );
}

/** What takes another's place, in bytes that are not read here, leaves nothing that a balance would show. */
const isPaying = (of: Withdrawal) => readingOf(of) !== undefined || ["PAY", "PAYOUT"].includes(of.kind);

/** `until` is the moment that the initiator signed, where there is one. */
function Asks(at: {
    of: Withdrawal;
    until: string;
    decision: Decision | undefined;
    isPending: boolean;
    isVoiced: boolean;
}) {
    const { of, until, decision, isPending, isVoiced } = at;
    if (isPending) return <Waiting />;
    return (
        <>
            <Panel title={t("approvals.why")}>
                <h3>{t("change.said")}</h3>
                {decision ? (
                    <Terms of={decision} isVoiced={isVoiced} />
                ) : (
                    <p>{of.subStatus.detail || of.subStatus.text}</p>
                )}
                <p className="soft small row gap-above">
                    <StageTag of={of} />
                    {t("approvals.answers", { count: of.answers })}
                    <Expiry from={of.createdAt} to={until} />
                    <Link to="/transactions/$id" params={{ id: of.id }}>
                        {t("transaction.timeline")}
                    </Link>
                </p>
            </Panel>
        </>
    );
}

/** Control's reading. Who proposed and who answered stand above, by their signatures, where these were read. */
function Terms({ of, isVoiced }: { of: Decision; isVoiced: boolean }) {
    const named = useNames();
    return (
        <ul className="list">
            {of.asked.map((each) => (
                <li key={each.group}>
                    <span className="row">
                        <span className="strong">
                            {t("approvals.term", { count: each.min, group: each.group, did: didOf(each.have) })}
                        </span>
                        {of.asksMe && <Tag tone="accent">{t("approvals.asksYou")}</Tag>}
                    </span>
                    <p className="soft">
                        {t("approvals.term.members", {
                            count: each.members.length,
                            members: each.members.map(named).join(", "),
                        })}{" "}
                        {each.initiatorExcluded && t("approvals.term.not")}
                    </p>
                </li>
            ))}
            {of.because.map((each) => (
                <li key={each} className="soft">
                    {each}
                </li>
            ))}
            {!isVoiced && of.initiator && (
                <li className="soft">{t("approvals.initiator", { name: named(of.initiator) })}</li>
            )}
            {(isVoiced ? [] : of.answers).map((each) => (
                <li key={`${each.person}${each.at}`}>
                    {t("approvals.answer", {
                        name: each.name ?? named(each.person ?? ""),
                        answer: t(`answer.${each.answer.toLowerCase()}` as Key),
                    })}{" "}
                    <When at={each.at} />
                </li>
            ))}
            <Reasons of={of} />
        </ul>
    );
}

/** Why somebody answered so: nobody signed these words, and they stand under control's head. */
export function Reasons({ of }: { of: Pick<Decision, "answers"> }) {
    const nameOf = useNames();
    return of.answers
        .filter((each) => each.reason)
        .map((each) => (
            <li key={`${each.person}${each.at} why`}>
                {t("approvals.answer.why", {
                    name: each.name ?? nameOf(each.person ?? ""),
                    reason: plain(each.reason ?? ""),
                })}
            </li>
        ));
}

function didOf(have: number): string {
    return have === 0 ? t("approvals.term.nobody") : t("approvals.term.did", { count: have });
}

function Answering(at: {
    of: Withdrawal;
    checked: Checked | undefined;
    isForged: boolean;
    decision: Decision | undefined;
    error: unknown;
}) {
    const { of, checked, decision } = at;
    const { isBusy, error, during } = useDuring();
    const { isOther, again } = usePinned(of.id, checked && markOf(checked));
    const [said, say] = useState<Answer>();
    const [rejects, reject] = useState(false);
    const approve = useRef<HTMLButtonElement>(null);
    useEffect(() => {
        const pressed = (event: KeyboardEvent) => {
            if (!isForPage(event)) return;
            if (event.key === "a") approve.current?.focus();
            if (event.key === "r") reject(true);
        };
        window.addEventListener("keydown", pressed);
        return () => window.removeEventListener("keydown", pressed);
    }, []);
    const answer = (which: Answer, reason?: string) =>
        during(async () => {
            const asked = await asOfNow(of.id, decision, which);
            if (!asked || !checked) throw new WrongChallenge();
            const challenge = await expected(asked, checked, which);
            const assertion = await sign(challenge, asked.toSign.rpId, asked.toSign.allowCredentials);
            await send("POST", `/v1/withdrawals/${of.id}/approvals`, {
                answer: asked.answer,
                policySeen: asked.policySeen,
                at: asked.at,
                expiresAt: asked.expiresAt,
                assertion,
                ...(reason && { reason }),
            });
            say(which);
            changed("approval", of.id);
        });
    if (said)
        return (
            <p role="status" className="strong">
                {t(said === "approve" ? "approvals.approved" : "approvals.rejected")}
            </p>
        );
    if (at.error) return <p className="attention">{t("approvals.noChallenge")}</p>;
    return (
        <div className="tight">
            {isOther && <Swapped again={again} />}
            <div className="row">
                <Button
                    ref={approve}
                    loading={isBusy}
                    disabled={!decision?.approve || !checked || !isSound(checked) || at.isForged || isOther}
                    onClick={() => void answer("approve")}
                >
                    {nameOf(of)}
                </Button>
                <Button variant="default" disabled={!decision?.reject || isOther} onClick={() => reject(true)}>
                    {t("approvals.reject")}
                </Button>
            </div>
            <Refused error={error} />
            {rejects && decision?.reject && (
                <Rejecting
                    close={() => reject(false)}
                    go={(reason) => {
                        reject(false);
                        void answer("reject", reason);
                    }}
                />
            )}
        </div>
    );
}

const FRESH_MILLIS = 300_000;

/** What was asked long before it is answered is asked for again: an answer is dated by when it is given. */
async function asOfNow(id: string, decision: Decision | undefined, which: Answer): Promise<ToAnswer | undefined> {
    const asked = decision?.[which];
    if (!asked || Date.now() - Date.parse(asked.at) < FRESH_MILLIS) return asked;
    return (await get<Decision>(`/v1/withdrawals/${id}/decision`))[which];
}

/** It says so before anything else, and waits for another look. */
export function Swapped({ again }: { again: () => void }) {
    return (
        <Panel tone="danger" title={t("check.swapped")}>
            <div className="row" role="alert">
                <p>{t("check.swapped.lead")}</p>
                <Button variant="default" onClick={again}>
                    {t("check.swapped.again")}
                </Button>
            </div>
        </Panel>
    );
}

/** By what the bytes do, whatever the server calls it. */
function nameOf(of: Withdrawal): string {
    const reading = readingOf(of);
    if (!reading || !assetOf(reading)) return t("approvals.approve.other");
    return isEmpty(reading, of.transaction.from)
        ? t("approvals.approve.cancel", { number: reading.nonce.toString() })
        : t("approvals.approve", { effect: inShort(of) });
}

/** The statement of docs/spec/approval.md, made from the bytes shown; the server's must be the same. */
async function expected(asked: ToAnswer, checked: Checked, which: Answer): Promise<Uint8Array> {
    const { intent } = checked;
    if (!intent) throw new WrongChallenge();
    const own = await approvalStatement({
        subject: await intentId(intent),
        digests: intent.digests,
        answer: which === "approve" ? APPROVE : REJECT,
        policy: ofHex(asked.policySeen),
        ...momentsOf(asked, Date.now()),
    });
    if (!equal(own, ofBase64url(asked.toSign.challenge))) throw new WrongChallenge();
    return own;
}

function Refused({ error }: { error: unknown }) {
    if (!error) return null;
    if (error instanceof NotSigned) return <p role="alert">{t("approvals.notSigned")}</p>;
    if (error instanceof OtherMoment) return <p role="alert">{t("approvals.otherMoment")}</p>;
    if (error instanceof WrongChallenge)
        return (
            <p role="alert" className="danger strong">
                {t("approvals.wrongChallenge")}
            </p>
        );
    return <Failed error={error} />;
}

const REASON_CHARACTERS_MAX = 256;

function Rejecting({ close, go }: { close: () => void; go: (reason: string) => void }) {
    const [reason, say] = useState("");
    return (
        <Modal
            opened
            onClose={close}
            title={t("approvals.reject.title")}
            lockScroll={false}
            centered
            transitionProps={{ duration: 0 }}
            closeButtonProps={{ "aria-label": t("app.close") }}
        >
            <form
                className="stack"
                onSubmit={(event) => {
                    event.preventDefault();
                    go(reason.trim());
                }}
            >
                <p className="soft">{t("approvals.reject.lead")}</p>
                <TextInput
                    label={t("approvals.reject.why")}
                    description={t("approvals.reject.why.lead")}
                    data-autofocus
                    maxLength={REASON_CHARACTERS_MAX}
                    value={reason}
                    onChange={(event) => say(event.currentTarget.value)}
                />
                <Button type="submit" variant="default">
                    {t("approvals.reject")}
                </Button>
            </form>
        </Modal>
    );
}

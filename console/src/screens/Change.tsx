import { Button } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "../api/client";
import { NotSigned, sign } from "../api/passkey";
import type { OpenProposal, Proposed, Said, ToAnswer } from "../api/people";
import type { Page } from "../api/contract";
import { changed, useAsked } from "../api/queries";
import { ChangeText, Nodes, type ReadChange, Whole, nameOfChange, useReadChange } from "../parts/change";
import { Empty, Failed, Head, Panel, Waiting, When } from "../parts/basics";
import { useDuring } from "../parts/during";
import { Heard } from "../parts/heard";
import { Malformed, equal, hex, ofBase64url, ofHex } from "../proof/bytes";
import { APPROVE, REJECT, approvalStatement } from "../proof/intent";
import { OtherMoment, momentsOf } from "../parts/moments";
import { useNames } from "../parts/names";
import type { Key } from "../words/en";
import { plain, t } from "../words/words";

type Answer = "approve" | "reject";

/** One change of governance: what it does, what each node waits for, who answered, and the reader's own answer. */
export default function Change() {
    const { id = "" } = useParams({ strict: false }) as { id?: string };
    const proposal = useAsked<Proposed>(`/v1/proposals/${id}`, 10_000);
    const open = useAsked<Page<OpenProposal>>("/v1/proposals", 10_000);
    const read = useReadChange(proposal.data?.change);
    const named = useNames();
    if (proposal.isPending) return <Waiting />;
    if (proposal.error)
        return (
            <>
                <Head title={t("change.title")} />
                <Failed error={proposal.error} command="./tallystick governance show" />
            </>
        );
    const of = proposal.data;
    const isIt = read.data && hex(read.data.change.id) === id;
    const stands = (open.data?.items ?? []).find((each) => each.id === id);
    return (
        <>
            <Head
                title={read.data ? plain(read.data.change.reason) : t("change.title")}
                lead={read.data && nameOfChange(read.data.change)}
            />
            <div className="stack">
                <Panel title={t("change.does")}>
                    {read.data ? (
                        <div className="stack">
                            <ChangeText of={of} read={read.data} isTitled />
                            {isIt ? (
                                <Answering key={id} of={of} read={read.data} id={id} />
                            ) : (
                                <p role="alert" className="danger strong">
                                    {t("change.other")}
                                </p>
                            )}
                        </div>
                    ) : read.error ? (
                        <div className="tight">
                            <p className="danger strong">{t("change.unreadable")}</p>
                            <Whole of={of.change} />
                        </div>
                    ) : (
                        <Waiting />
                    )}
                </Panel>
                <Panel title={t("change.answers")}>
                    {of.answers.length === 0 ? (
                        <p className="soft">{t("change.answers.none")}</p>
                    ) : (
                        <ul className="list">
                            {of.answers.map((each) => (
                                <li key={`${each.person}${each.at}`}>
                                    {t("approvals.answer", {
                                        name: named(each.person ?? ""),
                                        answer: t(`answer.${each.answer.toLowerCase()}` as Key),
                                    })}{" "}
                                    <When at={each.at} />
                                </li>
                            ))}
                        </ul>
                    )}
                </Panel>
                <Panel title={t("change.stands")} live>
                    {stands ? <Nodes of={stands.stands} /> : <Empty title={t("change.over")} />}
                </Panel>
            </div>
        </>
    );
}

function Answering({ of, read, id }: { of: Proposed; read: ReadChange; id: string }) {
    const [said, hear] = useState<readonly Said[]>();
    const { isBusy, error, during } = useDuring();
    const answer = (which: Answer) =>
        during(async () => {
            const asked = of[which];
            if (!asked) return;
            const challenge = await expected(asked, read, which, id);
            const assertion = await sign(challenge, asked.toSign.rpId, asked.toSign.allowCredentials);
            const { answer: word, policySeen, at, expiresAt } = asked;
            const { nodes } = await send<{ nodes: readonly Said[] }>("POST", `/v1/proposals/${id}/approvals`, {
                answer: word,
                policySeen,
                at,
                expiresAt,
                assertion,
            });
            hear(nodes);
            changed("proposal", id);
        });
    if (said)
        return (
            <div role="status" className="tight">
                <Heard
                    of={said}
                    all="change.answered"
                    command={`./tallystick governance approve ${id} --as ${t("freeze.yourself")}`}
                />
                <Nodes of={said} />
            </div>
        );
    if (!of.approve && !of.reject) return <p className="soft">{t("change.notAsked")}</p>;
    return (
        <div className="tight">
            {!read.isRead && <p className="attention">{t("change.compare")}</p>}
            <div className="row">
                <Button
                    loading={isBusy}
                    disabled={!of.approve || !read.isChained}
                    onClick={() => void answer("approve")}
                >
                    {t("change.approve", { what: nameOfChange(read.change) })}
                </Button>
                <Button variant="default" disabled={!of.reject || isBusy} onClick={() => void answer("reject")}>
                    {t("approvals.reject")}
                </Button>
            </div>
            {error instanceof NotSigned ? (
                <p role="alert">{t("approvals.notSigned")}</p>
            ) : error instanceof OtherMoment ? (
                <p role="alert">{t("approvals.otherMoment")}</p>
            ) : error instanceof Malformed ? (
                <p role="alert" className="danger strong">
                    {t("approvals.wrongChallenge")}
                </p>
            ) : error ? (
                <Failed error={error} />
            ) : null}
        </div>
    );
}

/** What the passkey signs is made of the bytes that were read here; what the server asks for must be the same. */
async function expected(asked: ToAnswer, { change }: ReadChange, which: Answer, id: string) {
    if (hex(change.id) !== id) throw new Malformed("another change");
    const own = await approvalStatement({
        subject: change.id,
        digests: [change.digest],
        answer: which === "approve" ? APPROVE : REJECT,
        policy: ofHex(asked.policySeen),
        ...momentsOf(asked, Date.now()),
    });
    if (!equal(own, ofBase64url(asked.toSign.challenge))) throw new Malformed("a challenge of something else");
    return own;
}

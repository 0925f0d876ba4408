import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { send } from "../api/client";
import type { Withdrawal } from "../api/contract";
import { NotSigned, sign } from "../api/passkey";
import type { Asked } from "../api/people";
import { Problem } from "../api/problem";
import { changed, useSession } from "../api/queries";
import { equal, hex, ofBase64url, ofHex } from "../proof/bytes";
import { initiatorStatement, intentId, parseIntent } from "../proof/intent";
import { t } from "../words/words";
import { Failed, Panel } from "./basics";
import { Before } from "./counterparty";
import { areWordsRight, binds, isSound, useChecked } from "./checked";
import { Swapped } from "./decision";
import { useDuring } from "./during";
import { Effects, Proofs } from "./effects";
import { usePinned } from "./pinned";
import { WouldUse } from "./limits";
import { assetOf, isEmpty, readingOf } from "./reading";
import { Simulation } from "./simulation";
import { inShort } from "./withdrawal";

/** The intent over a draft that a passkey is to sign; none where the server takes no proposal by passkey. */
export function writeIntent(of: Withdrawal): Promise<Asked | null> {
    return send<Asked>("POST", `/v1/withdrawals/${of.id}/intent`, {}).catch((cause: unknown) => {
        if (!(cause instanceof Problem && (cause.isNotOffered || cause.isForbidden))) throw cause;
        return null;
    });
}

/** Has the passkey sign what these bytes make of it, and hands it to nodes. */
export async function propose(of: Withdrawal, asked: Asked): Promise<void> {
    const { rpId, allowCredentials } = asked.toSign;
    const assertion = await sign(await statementOf(of, asked), rpId, allowCredentials);
    await send("POST", `/v1/withdrawals/${of.id}/submit`, { assertion });
    changed("withdrawal", of.id);
}

/** The intent must hold exactly the bytes shown, and the challenge must be its statement, made here. */
async function statementOf(of: Withdrawal, asked: Asked): Promise<Uint8Array> {
    const intent = parseIntent(ofHex(asked.intent));
    const own = await initiatorStatement(intent);
    const isSame =
        binds(intent, of) &&
        hex(await intentId(intent)) === asked.intentId &&
        intent.expires.getTime() === Date.parse(asked.expiresAt) &&
        equal(own, ofBase64url(asked.toSign.challenge));
    if (!isSame) throw new Problem(-1, t("approvals.wrongChallenge"), t("approvals.wrongChallenge"));
    return own;
}

/** What somebody is paid by that did not stand there before. */
const PAYS: ReadonlySet<string> = new Set(["PAY", "PAYOUT"]);

/** A draft as its bytes do it, and the button that proposes it. */
export function Review({ of, discarded }: { of: Withdrawal; discarded: () => void }) {
    const checked = useChecked(of);
    const session = useSession();
    const may = session.data?.scopes?.includes("WITHDRAWALS_WRITE") ?? false;
    const asked = useQuery<Asked | null>({
        queryKey: ["intent", of.id],
        queryFn: () => writeIntent(of),
        enabled: may,
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
    });
    const { isBusy, error, fail, during } = useDuring();
    const { isOther, again } = usePinned(`draft ${of.id}`, checked.data?.code);
    const act = () =>
        during(async () => {
            if (!asked.data) return;
            await propose(of, asked.data);
        });
    const discard = () =>
        send("POST", `/v1/withdrawals/${of.id}/cancel`, {}).then(() => {
            changed("withdrawal", of.id);
            discarded();
        }, fail);
    return (
        <div className="stack">
            <Panel title={t("transactions.what")}>
                <div className="stack">
                    <Effects of={of} />
                    {of.note && <p className="soft">{t("transaction.noted", { note: of.note })}</p>}
                    {of.kind === "PAY" && areWordsRight(checked.data) && <Before of={of} />}
                    <Proofs checked={checked.data} error={checked.error} isReplacing={of.replaces !== undefined} />
                </div>
            </Panel>
            {PAYS.has(of.kind) && checked.data && isSound(checked.data) && <Simulation of={of} />}
            {["PAY", "SPEED_UP"].includes(of.kind) && areWordsRight(checked.data) && <WouldUse of={of} />}
            <Warnings of={asked.data?.warnings} />
            {session.data && !may && <p className="attention">{t("transfer.mayNot")}</p>}
            {asked.data === null && <p className="attention">{t("transfer.noChallenge")}</p>}
            <Refused error={error ?? asked.error} />
            {isOther && <Swapped again={again} />}
            {may && (
                <div className="row">
                    <Button
                        loading={isBusy}
                        disabled={!asked.data || !checked.data || !isSound(checked.data) || isOther}
                        onClick={() => void act()}
                    >
                        {nameOf(of)}
                    </Button>
                    <Button variant="default" onClick={() => void discard()}>
                        {t("transfer.discard")}
                    </Button>
                </div>
            )}
        </div>
    );
}

/** By what the bytes do, whatever the server calls it. */
export function nameOf(of: Withdrawal): string {
    const reading = readingOf(of);
    if (!reading || !assetOf(reading)) return t("transfer.submit.unread");
    if (isEmpty(reading, of.transaction.from))
        return t("replace.cancel.submit", { number: reading.nonce.toString() });
    return t(of.kind === "SPEED_UP" ? "replace.speedUp.submit" : "transfer.submit", { effect: inShort(of) });
}

export function Warnings({ of }: { of: readonly string[] | undefined }) {
    if (!of || of.length === 0) return null;
    return (
        <Panel title={t("transfer.warnings")} tone="attention">
            <ul className="list">
                {of.map((each) => (
                    <li key={each}>{each}</li>
                ))}
            </ul>
        </Panel>
    );
}

export function Refused({ error }: { error: unknown }) {
    if (!error) return null;
    return error instanceof NotSigned ? <p role="alert">{t("approvals.notSigned")}</p> : <Failed error={error} />;
}

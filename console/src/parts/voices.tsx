import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import type { Withdrawal } from "../api/contract";
import { hex, ofHex } from "../proof/bytes";
import { APPROVE } from "../proof/intent";
import { type Voice, type Voices, voicesOf } from "../proof/voice";
import { NoIcon, WaitIcon, YesIcon } from "../shell/icons";
import { t } from "../words/words";
import { When } from "./basics";
import { useDocument, useStanding } from "./inforce";
import { useDirectory } from "./names";

/** Who proposed a request and who answered it, by signatures that this browser verified. */
export function useVoices(of: Withdrawal) {
    const document = useDocument("people");
    const people = useDirectory(document.data);
    const standing = useStanding(document.data);
    const voices = useQuery<Voices>({
        queryKey: ["voices", of.id, of.intentId ?? "", of.answers, document.data ? hex(document.data.hash) : ""],
        queryFn: async ({ signal }) => {
            if (!people.data) throw new Error("asked too early");
            const { evidence } = await get<{ evidence: string }>(`/v1/withdrawals/${of.id}/evidence`, signal);
            return voicesOf(ofHex(evidence), people.data);
        },
        enabled: of.intentId !== undefined && people.data !== undefined,
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
    });
    return { voices: voices.data, isProven: standing.isProven };
}

/** Whether somebody is named who did not sign: nodes would refuse it, and nobody here is to answer it. */
export function isForged({ initiator }: Voices): boolean {
    return initiator.person !== undefined && !initiator.holds;
}

/** Names are facts where nodes' own logs say that the document of people is in force, and control's word elsewhere. */
export function Voiced({ of, isProven }: { of: Voices; isProven: boolean }) {
    return (
        <ul className="checks small">
            <Proposer of={of.initiator} isProven={isProven} />
            {of.answers.map((each, i) => (
                <li key={`${i}`} className={each.holds ? undefined : "danger strong"}>
                    {each.holds ? isProven ? <YesIcon /> : <WaitIcon /> : <NoIcon />}
                    <span>
                        {t(
                            !each.holds
                                ? "voice.answer.forged"
                                : each.answer === APPROVE
                                  ? "voice.answer.approve"
                                  : "voice.answer.reject",
                            { name: nameOf(each) },
                        )}{" "}
                        {each.holds && <When at={each.at} />}
                    </span>
                </li>
            ))}
        </ul>
    );
}

function Proposer({ of, isProven }: { of: Voice; isProven: boolean }) {
    const name = nameOf(of);
    if (!of.person)
        return (
            <li className="attention">
                <WaitIcon /> {t("voice.unknown")}
            </li>
        );
    if (!of.holds)
        return (
            <li role="alert" className="danger strong">
                <NoIcon /> {t("voice.forged", { name })}
            </li>
        );
    return (
        <li>
            {isProven ? <YesIcon /> : <WaitIcon />}{" "}
            {t(isProven ? "voice.proposed" : "voice.proposed.unproven", { name })}
        </li>
    );
}

const nameOf = ({ person }: Voice) => person?.name ?? "?";

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Bytes } from "../proof/bytes";
import type { Somebody } from "../proof/people";
import { type Turn, isWithTurn } from "../proof/turn";
import { t } from "../words/words";
import { Propose } from "./change";
import { wordsOfId } from "./keywords";

interface Choice {
    readonly value: string;
    readonly label: string;
    readonly turn: Turn;
    /** As control is asked for it. */
    readonly edit: Readonly<Record<string, string>>;
}

/** What can become of somebody: of the keys only those that count still. */
export function turnsOf(of: Somebody): readonly Choice[] {
    const status = (act: string, to: Somebody["status"]): Choice => ({
        value: act,
        label: t(`people.turn.${act as "suspend"}`),
        turn: { kind: "status", to },
        edit: { act, person: of.id },
    });
    const keys = of.keys.flatMap((key, i): Choice[] =>
        key.isRevoked
            ? []
            : [
                  {
                      value: key.id,
                      label: t("people.turn.revoke", { key: wordsOfId(key.id) }),
                      turn: { kind: "revoke", key: i },
                      edit: { act: "revokeKey", key: key.id },
                  },
              ],
    );
    if (of.status === "removed") return [];
    return [
        ...(of.status === "active" ? [status("suspend", "suspended")] : [status("activate", "active")]),
        ...keys,
        status("remove", "removed"),
    ];
}

interface At {
    readonly of: Somebody;
    /** Which of the document's people. */
    readonly who: number;
    readonly document: Bytes;
}

/** Suspends somebody, takes him back, removes him or revokes a key of his: as a change that people sign. */
export function PersonTurn({ of, who, document }: At) {
    const [chosen, choose] = useState<string>();
    const [reason, say] = useState("");
    const choices = turnsOf(of);
    if (choices.length === 0) return null;
    if (chosen === undefined)
        return (
            <div>
                <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={t("people.turn.one", { name: of.name })}
                    onClick={() => choose(choices[0]?.value ?? "")}
                >
                    {t("people.turn")}
                </Button>
            </div>
        );
    const one = choices.find((each) => each.value === chosen);
    return (
        <div className="stack gap-above" role="group" aria-label={t("people.turn.one", { name: of.name })}>
            <NativeSelect
                label={t("people.turn.what")}
                description={t("people.turn.lead")}
                autoFocus
                value={chosen}
                onChange={(event) => choose(event.currentTarget.value)}
                data={choices.map(({ value, label }) => ({ value, label }))}
            />
            <TextInput
                label={t("policy.reason")}
                required
                value={reason}
                onChange={(event) => say(event.currentTarget.value)}
            />
            <Propose
                ask={t("people.turn.ask")}
                of={`${chosen} ${reason}`}
                wish={one && reason ? { kind: "people", people: [one.edit], reason } : undefined}
                isIt={({ proposal }) =>
                    one !== undefined &&
                    proposal.kind === "document" &&
                    proposal.document.kind === "people" &&
                    isWithTurn(document, proposal.document.content, who, one.turn)
                }
            />
            <div>
                <Button variant="default" size="compact-sm" onClick={() => choose(undefined)}>
                    {t("app.keep")}
                </Button>
            </div>
        </div>
    );
}

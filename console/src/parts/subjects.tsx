import { Autocomplete, NativeSelect } from "@mantine/core";
import type { NodeHealth, Page, Vault, Withdrawal } from "../api/contract";
import { OVER, useAll, useAsked, useWithdrawals } from "../api/queries";
import type { FreezeScope } from "../proof/freeze";
import { type Place, vaultOf } from "../proof/places";
import { short } from "../words/format";
import { plain, t } from "../words/words";
import { useDocument } from "./inforce";
import { useDirectory } from "./names";
import { usePlaces } from "./places";
import { inShort } from "./withdrawal";

export interface Subject {
    /** As an order to freeze names it. */
    readonly of: string;
    readonly words: string;
}

/** What can be frozen of a kind, as far as control lists it. */
export function useSubjects(kind: FreezeScope["kind"]): readonly Subject[] {
    const is = (each: FreezeScope["kind"]) => kind === each;
    const vaults = useAll<Vault>("/v1/vaults", 500);
    const nodes = useAsked<Page<NodeHealth>>(is("node") ? "/v1/nodes" : undefined);
    const people = useDirectory(useDocument("people").data);
    const withdrawals = useWithdrawals();
    const places = usePlaces(is("vault"));
    switch (kind) {
        case "workspace":
            return [];
        case "vault":
            return places.isPending ? [] : ofVaults(vaults.data ?? [], places.data?.vaults ?? []);
        case "node":
            return (nodes.data?.items ?? []).map(({ name }) => ({ of: name, words: name }));
        case "initiator":
            return (people.data?.people ?? []).map(({ id, name }) => ({ of: id, words: `${name} (${id})` }));
        case "request":
            return ofRequests(withdrawals.data ?? []);
    }
}

/** By the names that nodes know vaults under; several keys of one vault are frozen together. */
export function ofVaults(vaults: readonly Vault[], places: readonly Place[]): readonly Subject[] {
    const by = new Map<string, string[]>();
    for (const each of vaults) {
        const name = vaultOf(each.keyId, places);
        by.set(name, [...(by.get(name) ?? []), each.name]);
    }
    return [...by].map(([of, names]) => ({ of, words: `${names.join(", ")} (${short(of)})` }));
}

export function ofRequests(all: readonly Withdrawal[]): readonly Subject[] {
    return all
        .filter((each) => each.intentId && !OVER.has(each.stage))
        .map((each) => ({ of: each.intentId ?? "", words: `${inShort(each)}, ${plain(each.note) || short(each.id)}` }));
}

/** One of those that are listed; of requests also another's id, such as a change's. */
export function SubjectField(at: { kind: FreezeScope["kind"]; value: string; choose: (of: string) => void }) {
    const all = useSubjects(at.kind);
    if (at.kind === "request" || all.length === 0)
        return (
            <Autocomplete
                label={t("freeze.subject")}
                description={at.kind === "request" ? t("freeze.subject.request") : undefined}
                required
                value={at.value}
                onChange={at.choose}
                data={all.map((each) => each.of)}
                renderOption={({ option }) => all.find((each) => each.of === option.value)?.words ?? option.value}
            />
        );
    return (
        <NativeSelect
            label={t("freeze.subject")}
            required
            value={at.value}
            onChange={(event) => at.choose(event.currentTarget.value)}
            data={[
                { value: "", label: t("freeze.subject.choose"), disabled: true },
                ...all.map((each) => ({ value: each.of, label: each.words })),
            ]}
        />
    );
}

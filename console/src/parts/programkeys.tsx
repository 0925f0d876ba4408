import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { send } from "../api/client";
import type { ApiKey, Page, Vault } from "../api/contract";
import { queries, useAll, useAsked } from "../api/queries";
import type { Key } from "../words/en";
import { plain, t } from "../words/words";
import { Failed, Panel, Tag, Waiting, When } from "./basics";
import { useDuring } from "./during";
import { ALGORITHMS, NOTHING, ROLES, type Wanted, bodyOf, counts, isAsAsked, reachOf, wrongIn } from "./programs";
import { Sure } from "./sure";

const KEYS = "/v1/api-keys";
const again = () => queries.invalidateQueries({ queryKey: ["asked", KEYS] });

/** Keys of programs: what each may and which vaults it sees, and for whoever may, a new one and the end of one. */
export function Programs({ mayWrite }: { mayWrite: boolean }) {
    const keys = useAsked<Page<ApiKey>>(KEYS);
    const vaults = useAll<Vault>("/v1/vaults", 500);
    return (
        <Panel title={t("people.programs")} lead={t("people.programs.lead")}>
            <div className="stack">
                {keys.isPending ? (
                    <Waiting />
                ) : keys.error ? (
                    <Failed error={keys.error} />
                ) : keys.data.items.length === 0 ? (
                    <p className="soft">{t("people.programs.empty")}</p>
                ) : (
                    <ul className="list">
                        {keys.data.items.map((each) => (
                            <Program key={each.id} of={each} vaults={vaults.data ?? []} mayWrite={mayWrite} />
                        ))}
                    </ul>
                )}
                {mayWrite && <NewKey vaults={vaults.data ?? []} />}
            </div>
        </Panel>
    );
}

const roleName = (role: ApiKey["role"]) => t(`programs.role.${role}` as Key);

export function Program({ of, vaults, mayWrite }: { of: ApiKey; vaults: readonly Vault[]; mayWrite: boolean }) {
    const isCounting = counts(of, Date.now());
    return (
        <li className="tight">
            <span className="between">
                <span className="row">
                    <span className="strong">{plain(of.name)}</span>
                    <Tag>{roleName(of.role)}</Tag>
                    {!isCounting && (
                        <Tag tone="attention">{t(of.revokedAt ? "people.revoked" : "programs.over")}</Tag>
                    )}
                </span>
                <span className="soft small">
                    {of.lastUsedAt ? (
                        <>
                            {t("people.lastUsed", { when: "" })} <When at={of.lastUsedAt} />
                        </>
                    ) : (
                        t("people.neverUsed")
                    )}
                </span>
            </span>
            <p className={of.vaults === undefined ? "attention" : undefined}>{reachOf(of, vaults)}</p>
            <p className="soft small">
                {of.allowList.length > 0
                    ? t("programs.from.these", { names: of.allowList.join(", ") })
                    : t("programs.from.anywhere")}{" "}
                {of.expiresAt && (
                    <>
                        {t("programs.until")} <When at={of.expiresAt} exact />
                    </>
                )}
            </p>
            {mayWrite && isCounting && (
                <Sure
                    label={t("programs.revoke")}
                    name={t("programs.revoke.one", { name: of.name })}
                    lead={t("programs.revoke.lead")}
                    sure={t("programs.revoke.sure", { name: of.name })}
                    act={() => send("DELETE", `${KEYS}/${of.id}`).then(again)}
                />
            )}
        </li>
    );
}

function NewKey({ vaults }: { vaults: readonly Vault[] }) {
    const [isOpen, open] = useState(false);
    const [of, fill] = useState(NOTHING);
    const [made, keep] = useState<{ readonly key: ApiKey; readonly isIt: boolean }>();
    const { isBusy, error, during } = useDuring();
    const wrong = wrongIn(of, Date.now());
    const set = (to: Partial<Wanted>) => fill({ ...of, ...to });
    const make = () =>
        during(async () => {
            const key = await send<ApiKey>("POST", KEYS, bodyOf(of));
            keep({ key, isIt: isAsAsked(key, of) });
            fill(NOTHING);
            open(false);
            await again();
        });
    if (!isOpen)
        return (
            <div className="tight">
                {made && <Made of={made.key} isIt={made.isIt} />}
                <div>
                    <Button variant="default" onClick={() => open(true)}>
                        {t("programs.add")}
                    </Button>
                </div>
            </div>
        );
    return (
        <form
            className="stack"
            onSubmit={(event) => {
                event.preventDefault();
                void make();
            }}
        >
            <h3>{t("programs.add")}</h3>
            <p className="soft">{t("programs.add.lead")}</p>
            <TextInput
                label={t("programs.name")}
                required
                autoFocus
                value={of.name}
                onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <div className="columns">
                <NativeSelect
                    label={t("programs.role")}
                    description={t(`programs.role.${of.role}.lead`)}
                    value={of.role}
                    onChange={(event) => set({ role: event.currentTarget.value as Wanted["role"] })}
                    data={ROLES.map((each) => ({ value: each, label: roleName(each) }))}
                />
                <NativeSelect
                    label={t("programs.algorithm")}
                    description={t("programs.algorithm.lead")}
                    value={of.algorithm}
                    onChange={(event) => set({ algorithm: event.currentTarget.value as Wanted["algorithm"] })}
                    data={ALGORITHMS.map((each) => ({ value: each, label: t(`programs.algorithm.${each}`) }))}
                />
            </div>
            <TextInput
                label={t("programs.key")}
                description={t("programs.key.lead")}
                required
                value={of.publicKey}
                spellCheck={false}
                autoComplete="off"
                error={of.publicKey !== "" && wrong.has("publicKey") && t(`programs.key.bad.${of.algorithm}`)}
                onChange={(event) => set({ publicKey: event.currentTarget.value.trim().toLowerCase() })}
            />
            <Reach of={of} vaults={vaults} set={set} />
            <div className="columns">
                <TextInput
                    type="date"
                    label={t("programs.end")}
                    description={t("programs.end.lead")}
                    value={of.until}
                    error={wrong.has("until") && t("programs.end.bad")}
                    onChange={(event) => set({ until: event.currentTarget.value })}
                />
                <TextInput
                    label={t("programs.from")}
                    description={t("programs.from.lead")}
                    value={of.from}
                    spellCheck={false}
                    autoComplete="off"
                    onChange={(event) => set({ from: event.currentTarget.value })}
                />
            </div>
            {error ? <Failed error={error} /> : null}
            <div className="row">
                <Button type="submit" loading={isBusy} disabled={wrong.size > 0}>
                    {t("programs.make", { name: of.name.trim() })}
                </Button>
                <Button variant="default" onClick={() => open(false)}>
                    {t("rule.form.leave")}
                </Button>
            </div>
        </form>
    );
}

/** Which vaults it is to see: chosen one by one, unless somebody says that it is to see all. */
function Reach(at: { of: Wanted; vaults: readonly Vault[]; set: (to: Partial<Wanted>) => void }) {
    const { of, vaults, set } = at;
    return (
        <div className="tight">
            <Checkbox
                label={t("programs.bound")}
                description={t("programs.bound.lead")}
                checked={of.isBound}
                onChange={(event) => set({ isBound: event.currentTarget.checked })}
            />
            {!of.isBound ? (
                <p className="attention">{t("programs.vaults.all")}</p>
            ) : vaults.length === 0 ? (
                <p className="soft">{t("vaults.empty")}</p>
            ) : (
                <Checkbox.Group
                    label={t("programs.vaults")}
                    value={[...of.vaults]}
                    onChange={(some) => set({ vaults: some })}
                >
                    <div className="row gap-above">
                        {vaults.map((each) => (
                            <Checkbox key={each.id} value={each.id} label={plain(each.name)} />
                        ))}
                    </div>
                </Checkbox.Group>
            )}
        </div>
    );
}

/** The id goes to the program; that it is the key that was asked for is looked at here. */
function Made({ of, isIt }: { of: ApiKey; isIt: boolean }) {
    return (
        <div role={isIt ? "status" : "alert"} className="tight">
            <p className={isIt ? "strong" : "danger strong"}>
                {t(isIt ? "programs.made" : "programs.other", { name: of.name })}
            </p>
            {isIt && <pre className="bytes mono">{of.id}</pre>}
        </div>
    );
}

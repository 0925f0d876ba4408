import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { send } from "../api/client";
import type { Address, Page, Vault, Wallet, Withdrawal } from "../api/contract";
import { NotSigned, sign } from "../api/passkey";
import type { Asked } from "../api/people";
import { Problem } from "../api/problem";
import { changed, useAll, useAsked } from "../api/queries";
import { Empty, Failed, Head, Panel, Waiting } from "../parts/basics";
import { isSound, useChecked } from "../parts/checked";
import { Effects, Proofs } from "../parts/effects";
import { inShort } from "../parts/withdrawal";
import { equal, ofBase64url, ofHex } from "../proof/bytes";
import { initiatorStatement, parseIntent } from "../proof/intent";
import { baseUnits, chainName, coinOf } from "../words/format";
import { t } from "../words/words";

/** The draft as the server keeps it, and the intent over it that a passkey is to sign. */
interface Drafted {
    readonly of: Withdrawal;
    readonly asked: Asked | undefined;
}

/** First what is wished, then what the bytes would do, and only then a passkey. */
export default function Transfer() {
    const [draft, keep] = useState<Drafted>();
    return (
        <>
            <Head title={t("transfer.title")} lead={t("transfer.lead")} />
            {draft ? <Review draft={draft} discard={() => keep(undefined)} /> : <Wish done={keep} />}
        </>
    );
}

function Wish({ done }: { done: (draft: Drafted) => void }) {
    const search = useSearch({ strict: false }) as { vault?: string };
    const vaults = useAll<Vault>("/v1/vaults", 500);
    const [vaultId, chooseVault] = useState(search.vault ?? "");
    const [walletId, chooseWallet] = useState("");
    const [addressId, chooseAddress] = useState("");
    const [to, setTo] = useState("");
    const [amount, setAmount] = useState("");
    const [note, setNote] = useState("");
    const [error, fail] = useState<unknown>();
    const [isBusy, busy] = useState(false);
    const vault = vaults.data?.find((each) => each.id === vaultId) ?? vaults.data?.[0];
    const wallets = useAsked<Page<Wallet>>(vault ? `/v1/vaults/${vault.id}/wallets` : undefined);
    const wallet = wallets.data?.items.find((each) => each.id === walletId) ?? wallets.data?.items[0];
    const addresses = useAsked<Page<Address>>(wallet ? `/v1/wallets/${wallet.id}/addresses?limit=100` : undefined);
    const address = addresses.data?.items.find((each) => each.id === addressId) ?? addresses.data?.items[0];
    const coin = wallet ? coinOf(wallet.chain) : undefined;
    const base = coin ? baseUnits(amount, coin.decimals) : undefined;
    const isAddress = /^0x[0-9a-fA-F]{40}$/.test(to);
    const field = error instanceof Problem ? error.field : undefined;
    const make = async () => {
        if (!wallet || !address || base === undefined) return;
        busy(true);
        fail(undefined);
        try {
            const of = await send<Withdrawal>("POST", "/v1/withdrawals", {
                walletId: wallet.id,
                addressId: address.id,
                destination: to.trim(),
                amount: base.toString(),
                note,
            });
            const asked = send<Asked>("POST", `/v1/withdrawals/${of.id}/intent`, {});
            done({ of, asked: await asked.catch(isMissing) });
        } catch (cause) {
            fail(cause);
        } finally {
            busy(false);
        }
    };
    if (vaults.isPending) return <Waiting />;
    if (vaults.error) return <Failed error={vaults.error} />;
    if (!vault) return <Empty title={t("transfer.empty")}>{t("vaults.empty.lead")}</Empty>;
    return (
        <Panel>
            <form
                className="stack"
                onSubmit={(event) => {
                    event.preventDefault();
                    void make();
                }}
            >
                <div className="columns">
                    <Choice
                        label={t("transfer.vault")}
                        value={vault.id}
                        choose={chooseVault}
                        of={vaults.data.map((each) => [each.id, `${each.name} (${each.tier})`])}
                    />
                    <Choice
                        label={t("transfer.wallet")}
                        value={wallet?.id ?? ""}
                        choose={chooseWallet}
                        of={(wallets.data?.items ?? []).map((each) => [each.id, chainName(each.chain)])}
                    />
                </div>
                <Choice
                    label={t("transfer.address")}
                    value={address?.id ?? ""}
                    choose={chooseAddress}
                    of={(addresses.data?.items ?? []).map((each) => [
                        each.id,
                        each.label ? `${each.address} (${each.label})` : each.address,
                    ])}
                />
                <TextInput
                    label={t("transfer.to")}
                    description={t("transfer.to.lead")}
                    required
                    value={to}
                    spellCheck={false}
                    autoComplete="off"
                    error={(to && !isAddress && t("transfer.address.bad")) || said(error, field, "destination")}
                    onChange={(event) => setTo(event.currentTarget.value.trim())}
                />
                <div className="columns">
                    <TextInput
                        label={t("transfer.amount")}
                        required
                        value={amount}
                        inputMode="decimal"
                        autoComplete="off"
                        rightSection={<span className="soft">{coin?.unit}</span>}
                        rightSectionWidth={60}
                        error={
                            (amount && base === undefined && t("transfer.amount.bad")) || said(error, field, "amount")
                        }
                        onChange={(event) => setAmount(event.currentTarget.value)}
                    />
                    <TextInput
                        label={t("transfer.note")}
                        description={t("transfer.note.lead")}
                        value={note}
                        onChange={(event) => setNote(event.currentTarget.value)}
                    />
                </div>
                {error && !field ? <Failed error={error} /> : null}
                <div>
                    <Button type="submit" loading={isBusy} disabled={!address || !isAddress || !base}>
                        {t("transfer.simulate")}
                    </Button>
                </div>
            </form>
        </Panel>
    );
}

/** A server that takes no proposal by passkey: what the draft does is shown all the same. */
function isMissing(cause: unknown): undefined {
    if (!(cause instanceof Problem && (cause.isNotOffered || cause.isForbidden))) throw cause;
    return undefined;
}

function said(error: unknown, field: string | undefined, name: string): ReactNode {
    return error instanceof Problem && field === name ? error.detail : undefined;
}

function Choice(at: {
    label: string;
    value: string;
    choose: (id: string) => void;
    of: readonly (readonly [string, string])[];
}) {
    return (
        <NativeSelect
            label={at.label}
            value={at.value}
            onChange={(event) => at.choose(event.currentTarget.value)}
            data={at.of.map(([value, label]) => ({ value, label }))}
        />
    );
}

function Review({ draft, discard }: { draft: Drafted; discard: () => void }) {
    const { of, asked } = draft;
    const checked = useChecked(of);
    const navigate = useNavigate();
    const [error, fail] = useState<unknown>();
    const [isBusy, busy] = useState(false);
    const propose = async () => {
        busy(true);
        fail(undefined);
        try {
            if (!asked) return;
            const { rpId, allowCredentials } = asked.toSign;
            const assertion = await sign(await statementOf(of, asked), rpId, allowCredentials);
            await send("POST", `/v1/withdrawals/${of.id}/submit`, { assertion });
            changed("withdrawal", of.id);
            await navigate({ to: "/transactions/$id", params: { id: of.id } });
        } catch (cause) {
            fail(cause);
        } finally {
            busy(false);
        }
    };
    return (
        <div className="stack">
            <Panel title={t("transactions.what")}>
                <div className="stack">
                    <Effects of={of} checked={checked.data} />
                    {of.note && <p className="soft">“{of.note}”</p>}
                    <Proofs checked={checked.data} error={checked.error} />
                </div>
            </Panel>
            <Lines title={t("transfer.warnings")} of={asked?.warnings} isAttention />
            {!asked && <p className="attention">{t("transfer.noChallenge")}</p>}
            <Refused error={error} />
            <div className="row">
                <Button
                    loading={isBusy}
                    disabled={!asked || !checked.data || !isSound(checked.data)}
                    onClick={() => void propose()}
                >
                    {t("transfer.submit", { effect: inShort(of) })}
                </Button>
                <Button
                    variant="default"
                    onClick={() => {
                        void send("POST", `/v1/withdrawals/${of.id}/cancel`, {}).catch(() => undefined);
                        discard();
                    }}
                >
                    {t("transfer.discard")}
                </Button>
            </div>
        </div>
    );
}

/** The intent must hold exactly the bytes shown, and the challenge must be its statement, made here. */
async function statementOf(of: Withdrawal, asked: Asked): Promise<Uint8Array> {
    const intent = parseIntent(ofHex(asked.intent));
    const own = await initiatorStatement(intent);
    const isSame =
        equal(intent.unsigned, ofHex(of.transaction.unsigned)) &&
        intent.chain === of.transaction.chain &&
        equal(own, ofBase64url(asked.toSign.challenge));
    if (!isSame) throw new Problem(-1, t("approvals.wrongChallenge"), t("approvals.wrongChallenge"));
    return own;
}

function Lines({
    title,
    of,
    isAttention,
}: {
    title: string;
    of: readonly string[] | undefined;
    isAttention?: boolean;
}) {
    if (!of || of.length === 0) return null;
    return (
        <Panel title={title} tone={isAttention ? "attention" : "plain"}>
            <ul className="list">
                {of.map((each) => (
                    <li key={each}>{each}</li>
                ))}
            </ul>
        </Panel>
    );
}

function Refused({ error }: { error: unknown }) {
    if (!error) return null;
    return error instanceof NotSigned ? <p role="alert">{t("approvals.notSigned")}</p> : <Failed error={error} />;
}

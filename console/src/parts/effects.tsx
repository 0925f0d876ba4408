import { Link } from "@tanstack/react-router";
import type { Address, Vault, Wallet, Withdrawal } from "../api/contract";
import { useAll, useAsked } from "../api/queries";
import type { Reading } from "../proof/ethereum";
import { NoIcon, WaitIcon, YesIcon } from "../shell/icons";
import { coinOf, decimal, money, short } from "../words/format";
import type { Key } from "../words/en";
import { plain, t } from "../words/words";
import { FullAddress, Panel, Tag } from "./basics";
import { type Checked, isSound } from "./checked";
import { Counterparty } from "./counterparty";
import { useVaultOf } from "./places";
import { chainOf, isEmpty, readingOf } from "./reading";
import { moneyOf, numberOf } from "./withdrawal";

/**
 * What the bytes do, in one sentence, and who pays; base units and hex are one step away. That the payee is unknown may
 * be told below, among the reasons to look twice.
 */
export function Effects({ of, isToldBelow = false }: { of: Withdrawal; isToldBelow?: boolean }) {
    const wallet = useAsked<Wallet>(`/v1/wallets/${of.walletId}`);
    const vault = useAsked<Vault>(wallet.data ? `/v1/vaults/${wallet.data.vaultId}` : undefined);
    const place = useVaultOf(of.transaction.keyId);
    const reading = readingOf(of);
    const coin = coinOf(reading ? chainOf(reading) : of.transaction.chain);
    const fee = reading ? reading.feeMax : BigInt(of.feeMax);
    return (
        <div className="tight">
            {reading ? (
                <Done of={of} reading={reading} vault={place.name} isToldBelow={isToldBelow} />
            ) : (
                <Said of={of} vault={vault.data?.name ?? t("effect.vault")} />
            )}
            {of.replaces && (
                <p>
                    {t(of.kind === "CANCEL" ? "effect.replaces.cancel" : "effect.replaces")}{" "}
                    <Link to="/transactions/$id" params={{ id: of.replaces }}>
                        {t("effect.replaces.which", { number: reading?.nonce.toString() ?? numberOf(of) })}
                    </Link>
                </p>
            )}
            <p className="soft note">
                {t("effect.from")} <FullAddress value={of.transaction.from} />
            </p>
            <WhichVault keyId={of.transaction.keyId} told={vault.data?.name} {...place} />
            {reading?.effect.kind === "token" && (
                <p className="soft note">
                    {t("effect.contract")} <FullAddress value={reading.effect.token} />
                </p>
            )}
            {of.replaces && of.kind === "SPEED_UP" && <FeeBefore id={of.replaces} by={reading} />}
            <p className="soft row">
                {coin
                    ? t("effect.fee", { amount: decimal(fee, coin.decimals), unit: coin.unit })
                    : t("effect.fee.base", { amount: decimal(fee, 0) })}
                {coin?.isTest && <Tag>{t("effect.testCoin")}</Tag>}
            </p>
        </div>
    );
}

/** By the bytes of what it takes the place of, where they are of the same account and number; else control's word. */
function FeeBefore({ id, by }: { id: string; by: Reading | undefined }) {
    const before = useAsked<Withdrawal>(`/v1/withdrawals/${id}`);
    if (!before.data) return null;
    const { fee, isRead } = feeBefore(before.data, by);
    const coin = coinOf(before.data.transaction.chain);
    if (!coin) return null;
    const amount = decimal(fee, coin.decimals);
    const key = isRead ? "effect.fee.before" : "effect.fee.before.said";
    return <p className="soft">{t(key, { amount, unit: coin.unit })}</p>;
}

/** The fee at most of what was to be mined, and whether it was read here. */
export function feeBefore(before: Withdrawal, by: Reading | undefined): { fee: bigint; isRead: boolean } {
    const read = readingOf(before);
    const isSame = read !== undefined && by !== undefined && read.nonce === by.nonce && chainOf(read) === chainOf(by);
    return isSame ? { fee: read.feeMax, isRead: true } : { fee: BigInt(before.feeMax), isRead: false };
}

/** Which key pays stands in the intent; which vault that is, in the signed document of places or in no proof at all. */
export function WhichVault(at: {
    keyId: string;
    name: string | undefined;
    isPending: boolean;
    told: string | undefined;
}) {
    const { name, isPending, told } = at;
    const key = short(at.keyId);
    if (name !== undefined) return <p className="soft note">{t("effect.vault.proven", { key, name })}</p>;
    if (isPending) return <p className="soft note">{t("check.pending")}</p>;
    if (told === undefined) return <p className="soft note">{t("effect.vault.key", { key })}</p>;
    return <p className="soft note">{t("effect.vault.said", { key, name: told })}</p>;
}

/** As the bytes say it. A name that somebody chose keeps to itself which way its letters run. */
function Done(at: { of: Withdrawal; reading: Reading; vault: string | undefined; isToldBelow: boolean }) {
    const { of, reading, vault, isToldBelow } = at;
    const { effect } = reading;
    const chain = chainOf(reading);
    const { amount, unit } = moneyOf(reading);
    if (isEmpty(reading, of.transaction.from))
        return <p className="effect">{t("effect.empty", { number: reading.nonce.toString() })}</p>;
    if (effect.kind === "allowance")
        return (
            <div className="effect danger">
                <Counterparty chain={chain} address={effect.spender} isOwn={false} />{" "}
                {t("effect.allowance", { token: effect.token })} <b>{`${amount} ${unit}`}</b>
            </div>
        );
    if (effect.kind === "call")
        return (
            <div className="effect danger">
                {t("effect.call", { amount: `${amount} ${unit}` })}{" "}
                <Counterparty chain={chain} address={effect.to} isOwn={false} />
            </div>
        );
    return (
        <div className="effect">
            <b>{`${amount} ${unit}`}</b> {t("effect.leave")}{" "}
            <em>
                <bdi>{plain(vault ?? t("effect.vault"))}</bdi>
            </em>{" "}
            {t("effect.for")} <Payee of={of} chain={chain} to={effect.to} isToldBelow={isToldBelow} />
        </div>
    );
}

/** A sweep goes to an address of the wallet's own, by control's list; what is not on it is judged as any payee. */
function Payee(at: { of: Withdrawal; chain: string; to: string; isToldBelow: boolean }) {
    const { of, chain, to, isToldBelow } = at;
    const isSweep = of.kind === "SWEEP";
    const own = useAll<Address>(isSweep ? `/v1/wallets/${of.walletId}/addresses` : undefined);
    const isOwn = isSweep && (own.data ?? []).some((each) => each.address === to);
    return (
        <>
            <Counterparty chain={chain} address={to} isOwn={isOwn} isToldBelow={isToldBelow} />
            {isOwn && <p className="soft note">{t("effect.own")}</p>}
            {isSweep && own.data && !isOwn && <p className="danger strong note">{t("effect.notOwn")}</p>}
        </>
    );
}

/** Of bytes that were not read here there are the server's words alone, and they do not look like ours. */
function Said({ of, vault }: { of: Withdrawal; vault: string }) {
    const { amount, unit } = money(of.asset, of.amount);
    return (
        <Panel tone="attention" title={t("effect.said")}>
            {of.kind === "CANCEL" ? (
                <p>
                    {t("effect.said.back")} <FullAddress value={of.destination} />
                </p>
            ) : of.payments ? (
                <Together of={of} payments={of.payments} vault={vault} />
            ) : (
                <p>
                    {t("effect.said.lead", { amount, unit, vault })} <FullAddress value={of.destination} />
                </p>
            )}
        </Panel>
    );
}

/** Who gets what of one transaction, the sum, and what leaves with the fee at most. */
function Together(at: { of: Withdrawal; payments: NonNullable<Withdrawal["payments"]>; vault: string }) {
    const { of, payments, vault } = at;
    const sum = payments.reduce((all, each) => all + BigInt(each.amount), 0n);
    const said = (base: string | bigint) => {
        const { amount, unit } = money(of.asset, base);
        return `${amount} ${unit}`;
    };
    return (
        <div className="tight">
            <p>{t("effect.said.together", { count: payments.length, vault })}</p>
            <table className="plain stacking">
                <thead>
                    <tr>
                        <th>{t("transfer.to")}</th>
                        <th className="number">{t("transfer.amount")}</th>
                    </tr>
                </thead>
                <tbody>
                    {payments.map((each, i) => (
                        <tr key={`${i}`}>
                            <td>
                                <FullAddress value={each.destination} />
                            </td>
                            <td className="number">{said(each.amount)}</td>
                        </tr>
                    ))}
                    <tr>
                        <td className="strong">{t("effect.said.sum")}</td>
                        <td className="number strong">{said(sum)}</td>
                    </tr>
                    <tr>
                        <td className="soft">{t("effect.said.whole")}</td>
                        <td className="number soft">{said(sum + BigInt(of.feeMax))}</td>
                    </tr>
                </tbody>
            </table>
        </div>
    );
}

export function CodeWords({ code, isSmall = false }: { code: string; isSmall?: boolean }) {
    return (
        <div className="code-words" data-small={isSmall} role="img" aria-label={code}>
            {code.split("-").map((word, i) => (
                <span key={`${i}`}>{word}</span>
            ))}
        </div>
    );
}

/** The code, and what this browser found by itself. */
export function Proofs(at: { checked: Checked | undefined; error: unknown; isReplacing?: boolean }) {
    const { checked, error, isReplacing = false } = at;
    if (error)
        return (
            <Panel tone="danger" title={t("check.failed")}>
                {t("check.failed.remedy")}
            </Panel>
        );
    if (!checked)
        return (
            <p className="soft row">
                <WaitIcon /> {t("check.pending")}
            </p>
        );
    const lines: readonly (readonly [Key, boolean])[] = [
        ["check.digest", checked.isDigestRight],
        ["check.text", checked.isTextRight],
        ...(isReplacing || !checked.isPlaceRight ? ([["check.place", checked.isPlaceRight]] as const) : []),
        ...(checked.intent ? ([["check.intent", checked.isIntentRight]] as const) : []),
        ["check.code", checked.isCodeRight],
    ];
    return (
        <div className="stack">
            {!isSound(checked) && (
                <Panel tone="danger" title={t(checked.isOpaque ? "check.opaque" : "check.failed")}>
                    {t("check.failed.remedy")}
                </Panel>
            )}
            <div>
                <h3>{t("code.title")}</h3>
                <CodeWords code={checked.code} />
                <p className="soft small">
                    {t("code.computed")} {t("code.lead")}
                </p>
            </div>
            {checked.reading ? (
                <div>
                    <h3>{t("check.title")}</h3>
                    <ul className="checks small">
                        {lines.map(([key, holds]) => (
                            <li key={key} className={holds ? undefined : "danger strong"}>
                                {holds ? <YesIcon /> : <NoIcon />} {t(key)}
                                {holds ? "" : t("check.no")}
                            </li>
                        ))}
                    </ul>
                </div>
            ) : (
                !checked.isOpaque && <p className="attention">{t("check.unread")}</p>
            )}
        </div>
    );
}

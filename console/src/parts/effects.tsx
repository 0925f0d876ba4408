import { Link } from "@tanstack/react-router";
import type { Vault, Wallet, Withdrawal } from "../api/contract";
import { useAsked } from "../api/queries";
import { coinOf, decimal, money } from "../words/format";
import type { Key } from "../words/en";
import { t } from "../words/words";
import { Panel, Tag } from "./basics";
import type { Checked } from "./checked";
import { isSound } from "./checked";
import { Counterparty } from "./counterparty";
import { NoIcon, WaitIcon, YesIcon } from "../shell/icons";

/** What the bytes do, in one sentence; base units and hex are one step away. */
export function Effects({ of, checked }: { of: Withdrawal; checked: Checked | undefined }) {
    const wallet = useAsked<Wallet>(`/v1/wallets/${of.walletId}`);
    const vault = useAsked<Vault>(wallet.data ? `/v1/vaults/${wallet.data.vaultId}` : undefined);
    const reading = checked?.reading;
    const said = money(of.asset, of.amount);
    const effect = reading?.effect;
    const amount =
        effect?.kind === "coin" ? decimalOf(of.transaction.chain, effect.amount) : `${said.amount} ${said.unit}`;
    const to = effect ? ("spender" in effect ? effect.spender : effect.to) : of.destination;
    const coin = coinOf(of.transaction.chain);
    const isEmpty = effect?.kind === "coin" && effect.amount === 0n && effect.to === of.transaction.from;
    const fee = reading ? reading.feeMax : BigInt(of.feeMax);
    return (
        <div className="tight">
            {isEmpty && reading ? (
                <p className="effect">{t("effect.empty", { number: reading.nonce.toString() })}</p>
            ) : (
                <div className="effect">
                    <b>{amount}</b> {effect?.kind === "allowance" ? "" : t("effect.leave")}{" "}
                    <em>{vault.data?.name ?? t("effect.vault")}</em> {t("effect.for")}{" "}
                    <Counterparty chain={of.transaction.chain} address={to} isOwn={of.kind === "SWEEP"} />
                </div>
            )}
            {of.replaces && (
                <p>
                    {t(of.kind === "CANCEL" ? "effect.replaces.cancel" : "effect.replaces")}{" "}
                    <Link to="/transactions/$id" params={{ id: of.replaces }}>
                        {t("effect.replaces.which", { number: of.transaction.nonce })}
                    </Link>
                </p>
            )}
            <p className="soft row">
                {coin && t("effect.fee", { amount: decimal(fee, coin.decimals), unit: coin.unit })}
                {coin?.isTest && <Tag>{t("effect.testCoin")}</Tag>}
            </p>
        </div>
    );
}

function decimalOf(chain: string, amount: bigint): string {
    const coin = coinOf(chain);
    return coin ? `${decimal(amount, coin.decimals)} ${coin.unit}` : `${amount}`;
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
export function Proofs({ checked, error }: { checked: Checked | undefined; error: unknown }) {
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
        ...(checked.intent ? ([["check.intent", checked.isIntentRight]] as const) : []),
        ["check.code", checked.isCodeRight],
    ];
    return (
        <div className="stack">
            {!isSound(checked) && (
                <Panel tone="danger" title={t("check.failed")}>
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
                <p className="attention">{t("check.unread")}</p>
            )}
        </div>
    );
}

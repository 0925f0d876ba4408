import type { Balance, Withdrawal } from "../api/contract";
import type { Verdicts } from "../api/people";
import { useAsked, useWithdrawals } from "../api/queries";
import { money } from "../words/format";
import { contractOf } from "../words/tokens";
import { t } from "../words/words";
import { Panel } from "./basics";
import { type Foreseen as Found, type Wish, foreseen, wishOf } from "./foresight";
import { textOf, useDocument } from "./inforce";
import { inUnits } from "./limits";
import { assetOf, chainOf, readingOf } from "./reading";
import { parseRules, sentenceOf } from "./rules";

/** What would come of a draft, before anybody signs: by the policy in force, and on the account that pays. */
export function Simulation({ of }: { of: Withdrawal }) {
    return readingOf(of) ? <Foreseen of={of} /> : <Unread of={of} />;
}

/** Of bytes that are not read here: control's word, of all that the transaction does at once. */
function Unread({ of }: { of: Withdrawal }) {
    return (
        <Panel title={t("foresee.title")} lead={t("foresee.unread")} tone="attention">
            <div className="tight">
                <Told id={of.id} />
                <AfterSaid of={of} />
            </div>
        </Panel>
    );
}

function AfterSaid({ of }: { of: Withdrawal }) {
    const coins = useAsked<Balance>(`/v1/wallets/${of.walletId}/addresses/${of.addressId}/balance`);
    return <Rest of={coins.data} asset={of.asset} less={BigInt(of.amount) + BigInt(of.feeMax)} />;
}

function Foreseen({ of }: { of: Withdrawal }) {
    const policy = useDocument("policy");
    const all = useWithdrawals();
    const found =
        policy.data && all.data && foreseen(parseRules(textOf(policy.data)), of, all.data, Date.now());
    if (!found) return null;
    return (
        <Panel title={t("foresee.title")} lead={t("foresee.lead")}>
            <div className="tight">
                <p className={found.outcome === "denied" ? "danger strong" : "strong"}>{outcome(found, wishOf(of))}</p>
                {found.outcome !== "denied" &&
                    found.asks.map((each) => (
                        <p key={each.id} className="soft">
                            {`${each.id}: ${sentenceOf(each)}`}
                        </p>
                    ))}
                {found.maybe.length > 0 && (
                    <details>
                        <summary className="soft">{t("foresee.maybe", { count: found.maybe.length })}</summary>
                        <ul className="list">
                            {found.maybe.map((each) => (
                                <li key={each.id} className="soft">
                                    {`${each.id}: ${sentenceOf(each)}`}
                                </li>
                            ))}
                        </ul>
                    </details>
                )}
                <Told id={of.id} />
                <After of={of} />
            </div>
        </Panel>
    );
}

/** By all documents in force, places and address book among them: control's words, under a head of their own. */
function Told({ id }: { id: string }) {
    const verdicts = useAsked<Verdicts>(`/v1/withdrawals/${id}/verdicts`);
    const told = verdicts.data?.explained;
    if (!told) return null;
    return (
        <>
            <h3>{t("foresee.told")}</h3>
            <p>{told.decision}</p>
            {told.because.map((each) => (
                <p key={each} className="soft">
                    {each}
                </p>
            ))}
        </>
    );
}

/** In a sentence, with the figures of a limit. */
export function outcome({ outcome: what, by, over, asks }: Found, of: Wish | undefined): string {
    if (what !== "denied") return t(`foresee.${what}`, { count: asks.length });
    if (by) return t("foresee.denied.by", { rule: by.id });
    if (!over) return t("foresee.denied.none");
    const amount = over.asset === undefined ? 1n : (of?.amount ?? 0n);
    return t("foresee.denied.over", {
        rule: over.rule,
        max: inUnits(over, over.max),
        used: inUnits(over, over.used),
        asked: inUnits(over, amount),
    });
}

/** What stays on the account that pays; of bytes that are not read here, by control's words. */
export function After({ of }: { of: Withdrawal }) {
    return readingOf(of) ? <AfterRead of={of} /> : <AfterSaid of={of} />;
}

/** Of the chain's coin, which the fee is of too, and of the token that is paid. */
function AfterRead({ of }: { of: Withdrawal }) {
    const path = `/v1/wallets/${of.walletId}/addresses/${of.addressId}/balance`;
    const reading = readingOf(of);
    const asset = reading && assetOf(reading);
    const token = asset && contractOf(asset) ? asset : undefined;
    const coins = useAsked<Balance>(path);
    const tokens = useAsked<Balance>(token ? `${path}?asset=${encodeURIComponent(token)}` : undefined);
    if (!reading || !asset) return null;
    const coin = `${chainOf(reading)}/slip44:60`;
    const { amount } = reading.effect;
    return (
        <>
            <Rest of={tokens.data} asset={asset} less={amount} />
            <Rest of={coins.data} asset={coin} less={reading.feeMax + (token ? 0n : amount)} />
        </>
    );
}

/** What an account has of an asset, and what stays of it. */
export function Rest({ of, asset, less }: { of: Balance | undefined; asset: string; less: bigint }) {
    if (!of || of.asset !== asset) return null;
    const now = BigInt(of.amount);
    const said = (base: bigint) => {
        const { amount, unit } = money(asset, base);
        return `${amount} ${unit}`;
    };
    return now < less ? (
        <p className="danger">{t("foresee.short", { now: said(now) })}</p>
    ) : (
        <p className="soft">{t("foresee.after", { now: said(now), after: said(now - less) })}</p>
    );
}

import type { Balance, Withdrawal } from "../api/contract";
import { useAsked, useWithdrawals } from "../api/queries";
import { money } from "../words/format";
import { contractOf } from "../words/tokens";
import { t } from "../words/words";
import { Panel } from "./basics";
import { oneByOne, wishOf } from "./foresight";
import { textOf, useDocument } from "./inforce";
import { chainOf, readingOf } from "./reading";
import { nameOf } from "./review";
import { parseRules } from "./rules";
import { Rest, outcome } from "./simulation";

/** What several leave an account with, in base units. */
export interface Leaving {
    readonly wallet: string;
    readonly address: string;
    readonly asset: string;
    readonly amount: bigint;
}

/** Of each account and asset, amounts and the fees that go with them; nothing of bytes that are not read here. */
export function leaving(drafts: readonly Withdrawal[]): readonly Leaving[] {
    const found = new Map<string, Leaving>();
    const add = (of: Withdrawal, asset: string, amount: bigint) => {
        const key = `${of.walletId} ${of.addressId} ${asset}`;
        const before = found.get(key)?.amount ?? 0n;
        found.set(key, { wallet: of.walletId, address: of.addressId, asset, amount: before + amount });
    };
    for (const of of drafts) {
        const [reading, wish] = [readingOf(of), wishOf(of)];
        if (!reading || !wish) continue;
        add(of, wish.asset, wish.amount);
        add(of, `${chainOf(reading)}/slip44:60`, reading.feeMax);
    }
    return [...found.values()];
}

/** How much of each asset is sent, by the bytes, and by the server's words where these are not read here. */
export function sumOf(drafts: readonly Withdrawal[]): string {
    const sums = new Map<string, bigint>();
    for (const each of drafts) {
        const { asset, amount } = wishOf(each) ?? { asset: each.asset, amount: BigInt(each.amount) };
        sums.set(asset, (sums.get(asset) ?? 0n) + amount);
    }
    const said = ([asset, base]: [string, bigint]) => {
        const { amount, unit } = money(asset, base);
        return `${amount} ${unit}`;
    };
    return [...sums].map(said).join(", ");
}

/** What the button does: the effect of one, or the sum of several. */
export function nameOfAll(drafts: readonly Withdrawal[]): string {
    const [first] = drafts;
    if (first && drafts.length === 1) return nameOf(first);
    const isRead = drafts.every((each) => wishOf(each) !== undefined);
    return t(isRead ? "batch.submit" : "batch.submit.unread", { sum: sumOf(drafts), count: drafts.length });
}

/** What would come of several drafts: each after those above it, and what stays on the accounts that pay. */
export function Together({ of }: { of: readonly Withdrawal[] }) {
    const policy = useDocument("policy");
    const all = useWithdrawals();
    if (!policy.data || !all.data) return null;
    const found = oneByOne(parseRules(textOf(policy.data)), of, all.data, Date.now());
    const said = of.map((each, i) => {
        const one = found[i];
        return one && { text: outcome(one, wishOf(each)), isDenied: one.outcome === "denied", at: i + 1 };
    });
    const paying = of.filter((each) => each.kind !== "SWEEP");
    return (
        <Panel title={t("batch.together")} lead={t("batch.together.lead")}>
            <div className="tight">
                <p className="strong">{t("batch.sum", { sum: sumOf(of) })}</p>
                <ol className="bare">
                    {said.map((each) =>
                        each ? (
                            <li key={each.at} className={each.isDenied ? "danger strong" : undefined}>
                                {`${each.at}. ${each.text}`}
                            </li>
                        ) : null,
                    )}
                </ol>
                {leaving(paying).map((each) => (
                    <Stays key={`${each.address}${each.asset}`} of={each} />
                ))}
            </div>
        </Panel>
    );
}

function Stays({ of }: { of: Leaving }) {
    const path = `/v1/wallets/${of.wallet}/addresses/${of.address}/balance`;
    const token = contractOf(of.asset) ? `?asset=${encodeURIComponent(of.asset)}` : "";
    const balance = useAsked<Balance>(path + token);
    return <Rest of={balance.data} asset={of.asset} less={of.amount} />;
}

import type { Withdrawal } from "../api/contract";
import { LATEST, isCut, useWithdrawals } from "../api/queries";
import { type BookEntry, addressOf, isAlike, parseBook } from "../proof/change";
import { NoIcon } from "../shell/icons";
import { relative } from "../words/format";
import { plain, t } from "../words/words";
import { FullAddress, When } from "./basics";
import { type Payment, isSamePayee, paymentOf } from "./checked";
import { useDocument, useStanding } from "./inforce";
import { amountOf } from "./withdrawal";

/** Of an address: who it is by the book, or whom it only looks like. */
export interface Known {
    readonly entry: BookEntry | undefined;
    readonly alike: BookEntry | undefined;
}

export function known(chain: string, address: string, book: readonly BookEntry[]): Known {
    const account = `${chain}:${address}`.toLowerCase();
    return {
        entry: book.find((each) => each.account.toLowerCase() === account),
        alike: book.find((each) => isAlike(addressOf(each), address)),
    };
}

/** Who is paid, by the book that people signed and this browser read; and the address in full, always. */
export function Counterparty(at: { chain: string; address: string; isOwn: boolean; isToldBelow?: boolean }) {
    const { chain, address, isOwn, isToldBelow = false } = at;
    const isQuiet = isOwn || isToldBelow;
    const document = useDocument("address-book");
    const standing = useStanding(document.data);
    const { entry, alike } = known(chain, address, document.data ? parseBook(document.data.content) : []);
    return (
        <>
            {entry && standing.isProven && <b>{plain(entry.label)} </b>}
            <FullAddress value={address} />
            {entry?.blocked && <p className="danger strong note">{t("counterparty.blocked")}</p>}
            {entry && !entry.blocked && <InBook of={entry} {...standing} />}
            {!entry && !isQuiet && document.data && <p className="attention note">{t("counterparty.unknown")}</p>}
            {alike && (
                <p role="alert" className="danger strong note row">
                    <NoIcon /> {t("counterparty.alike", { label: alike.label })}
                    <FullAddress value={addressOf(alike)} />
                </p>
            )}
        </>
    );
}

/** A name and a date only where nodes' own logs say that the book is in force; else they are control's word. */
export function InBook(at: { of: BookEntry; isProven: boolean; isPending: boolean }) {
    const { of, isProven, isPending } = at;
    if (isPending) return <p className="soft note">{t("check.pending")}</p>;
    if (!isProven)
        return <p className="attention note">{t("counterparty.unproven", { label: of.label || of.counterparty })}</p>;
    return (
        <p className="soft note">
            {t("counterparty.since", { name: of.counterparty })} <When at={of.addedAt} exact />
        </p>
    );
}

/**
 * What was paid there before: a new payee deserves another look than an old one. By the bytes of what control lists:
 * that it is all, and that it was ever signed, is control's word, and said to be.
 */
export function Before({ of, isToldBelow = false }: { of: Withdrawal; isToldBelow?: boolean }) {
    const all = useWithdrawals();
    if (!all.data) return null;
    const before = paidBefore(of, all.data);
    const last = before[0];
    if (!last && isToldBelow) return null;
    if (!last)
        return (
            <p className="attention">
                {isCut(all.data) ? t("counterparty.neverLately", { count: LATEST }) : t("counterparty.never")}
            </p>
        );
    const same = before.filter((each) => paymentOf(each)?.asset === paymentOf(of)?.asset);
    const most = same.find((each) => paidIn(each) === max(same.map(paidIn)));
    return (
        <div className="tight">
            <p className="soft">
                {t("counterparty.before", { count: before.length, when: relative(last.updatedAt) })}{" "}
                {most && t("counterparty.most", { amount: amountOf(most) })}
            </p>
            <Bars of={[...same].reverse()} now={of} />
        </div>
    );
}

/** Those that control lists as signed, and whose bytes pay this payee, the latest first. */
export function paidBefore(of: Withdrawal, all: readonly Withdrawal[]): readonly Withdrawal[] {
    const payment = paymentOf(of);
    return all
        .filter((each) => each.id !== of.id && each.signed && each.kind !== "CANCEL" && each.stage !== "REPLACED")
        .filter((each) => isPaidBy(each, payment))
        .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

function isPaidBy(each: Withdrawal, payment: Payment | undefined): boolean {
    const own = paymentOf(each);
    return own !== undefined && payment !== undefined && isSamePayee(own, payment);
}

const paidIn = (of: Withdrawal) => paymentOf(of)?.amount ?? 0n;

const max = (of: readonly bigint[]) => of.reduce((most, each) => (each > most ? each : most), 0n);
const HIGH = 32;
const BARS = 24;

/** The last payments there, and this one beside them. */
function Bars({ of, now }: { of: readonly Withdrawal[]; now: Withdrawal }) {
    const shown = [...of.slice(-BARS), now];
    const top = max(shown.map(paidIn));
    if (of.length === 0 || top === 0n) return null;
    return (
        <svg
            className="bars"
            width={shown.length * 12}
            height={HIGH}
            role="img"
            aria-label={t("counterparty.plot", { count: shown.length - 1 })}
        >
            {shown.map((each, i) => {
                const high = Math.max(2, (Number((paidIn(each) * 1000n) / top) / 1000) * HIGH);
                return (
                    <rect
                        key={each.id}
                        x={i * 12}
                        y={HIGH - high}
                        width="8"
                        height={high}
                        className={each === now ? "bar-now" : "bar-before"}
                    >
                        <title>{amountOf(each)}</title>
                    </rect>
                );
            })}
        </svg>
    );
}

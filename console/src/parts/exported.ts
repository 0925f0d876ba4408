import type { Withdrawal } from "../api/contract";
import { paymentOf } from "./checked";
import { readingOf } from "./reading";

/** Columns of what is exported; `read` says whose words asset, amount and destination are. */
export const EXPORTED = ["id", "created", "stage", "asset", "amount", "destination", "note", "read"] as const;

/** What the bytes pay; the server's words where nobody here read them, and none where both differ or nobody is paid. */
export function exported(of: Withdrawal): readonly string[] {
    const payment = paymentOf(of);
    const [asset, amount, destination, read] = payment
        ? [payment.asset, payment.amount.toString(), payment.to, "bytes"]
        : readingOf(of)
          ? ["", "", "", "bytes are no such payment"]
          : [of.asset, of.amount, payees(of), "server"];
    return [of.id, of.createdAt, of.stage, asset, amount, destination, of.note, read];
}

/** One payee, or those of a transaction that pays several, in its order. */
function payees(of: Withdrawal): string {
    return of.destination || (of.payments ?? []).map((each) => each.destination).join(" ");
}

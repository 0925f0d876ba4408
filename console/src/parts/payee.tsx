import { NativeSelect } from "@mantine/core";
import { type BookEntry, addressOf, parseBook } from "../proof/change";
import { short } from "../words/format";
import { t } from "../words/words";
import { useDocument, useStanding } from "./inforce";

/** Whom the book names on a chain, by name; nobody who is blocked. */
export function payees(book: readonly BookEntry[], chain: string): readonly BookEntry[] {
    return book
        .filter((each) => !each.blocked && chainOfAccount(each.account) === chain)
        .sort((a, b) => a.label.localeCompare(b.label) || a.account.localeCompare(b.account));
}

const chainOfAccount = (account: string) => account.slice(0, account.lastIndexOf(":"));

/** Fills in an address from the book, where nodes' own logs say that it is in force; from another book nothing. */
export function PayeePicker(at: { chain: string | undefined; value: string; choose: (address: string) => void }) {
    const document = useDocument("address-book");
    const { isProven, isPending } = useStanding(document.data);
    const all = payees(document.data ? parseBook(document.data.content) : [], at.chain ?? "");
    return <Payees of={all} isProven={isProven} isPending={isPending} value={at.value} choose={at.choose} />;
}

interface Offer {
    readonly of: readonly BookEntry[];
    readonly isProven: boolean;
    readonly isPending: boolean;
    readonly value: string;
    readonly choose: (address: string) => void;
}

export function Payees({ of, isProven, isPending, value, choose }: Offer) {
    if (of.length === 0) return null;
    if (!isProven) return <p className={isPending ? "soft note" : "attention note"}>{t("payee.unproven")}</p>;
    const now = of.find((each) => addressOf(each).toLowerCase() === value.toLowerCase());
    return (
        <NativeSelect
            label={t("payee.title")}
            description={t("payee.lead")}
            value={now ? addressOf(now) : ""}
            onChange={(event) => choose(event.currentTarget.value)}
            data={[
                { value: "", label: t("payee.other") },
                ...of.map((each) => ({
                    value: addressOf(each),
                    label: t("payee.one", {
                        label: each.label || each.counterparty,
                        counterparty: each.counterparty,
                        address: short(addressOf(each)),
                    }),
                })),
            ]}
        />
    );
}

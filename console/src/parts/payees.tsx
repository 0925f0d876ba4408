import { Button, TextInput, VisuallyHidden } from "@mantine/core";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { baseUnits, decimal } from "../words/format";
import { t } from "../words/words";
import type { Chosen } from "./asset";
import { type Judged, PAYMENTS_MAX, type Wished, addressWords, judged, paysTogether, sumOf } from "./payable";
import { PayeePicker } from "./payee";

/** Who is to be paid: one, and on a chain whose transactions pay several as many as somebody adds. */
export function usePayees(chain: string | undefined, chosen: Chosen) {
    const [all, set] = useState<readonly Wished[]>([{ key: 0, to: "", amount: "" }]);
    const [next, count] = useState(1);
    /** Where the keyboard goes on, and what is read out, once the page has changed. */
    const [moved, move] = useState<{ readonly to: number; readonly said: string }>();
    const canAdd = paysTogether(chain);
    const shown = canAdd ? all : all.slice(0, 1);
    const of = judged(shown, chain, (amount) => (chosen.isOpen ? undefined : baseUnits(amount, chosen.decimals)));
    const change = (key: number, to: Partial<Wished>) =>
        set((before) => before.map((each) => (each.key === key ? { ...each, ...to } : each)));
    const add = () => {
        set([...all, { key: next, to: "", amount: "" }]);
        count(next + 1);
        move({ to: next, said: t("payees.added", { count: all.length + 1 }) });
    };
    const remove = (key: number) => {
        const at = all.findIndex((each) => each.key === key);
        const left = all.filter((each) => each.key !== key);
        const beside = left[Math.min(at, left.length - 1)];
        set(left);
        if (beside) move({ to: beside.key, said: t("payees.removed", { number: at + 1, count: left.length }) });
    };
    return {
        chain,
        chosen,
        canAdd,
        of,
        areGood: of.every((each) => each.isGood),
        change,
        add,
        remove,
        moved,
    };
}

export type PayeesWished = ReturnType<typeof usePayees>;

interface Fields {
    readonly of: PayeesWished;
    /** What the server says of a field, where there is one payee. */
    readonly said: (field: "destination" | "amount") => ReactNode;
    /** What stands beside the amount. */
    readonly note: ReactNode;
}

/** A payee as ever; several each under a name of its own, with what they are together. */
export function PayeesFields({ of, said, note }: Fields) {
    const isOne = of.of.length === 1;
    return (
        <>
            {of.of.map((each, i) => (
                <PayeeFields key={each.key} of={of} payee={each} at={i} said={isOne ? said : undefined}>
                    {isOne ? note : undefined}
                </PayeeFields>
            ))}
            {of.canAdd && <More of={of} />}
            {!isOne && note}
        </>
    );
}

function PayeeFields(at: {
    of: PayeesWished;
    payee: Judged;
    at: number;
    said: Fields["said"] | undefined;
    children: ReactNode;
}) {
    const { of, payee, said } = at;
    const name = useId();
    const group = useRef<HTMLDivElement>(null);
    const { moved } = of;
    useEffect(() => {
        if (moved?.to === payee.key) group.current?.focus();
    }, [moved, payee.key]);
    const isOne = said !== undefined;
    const filling = { number: at.at + 1, count: of.of.length };
    return (
        <div
            ref={group}
            className={isOne ? "stack" : "stack payee"}
            {...(isOne ? {} : { role: "group", "aria-labelledby": name })}
            tabIndex={-1}
        >
            {!isOne && (
                <div className="between">
                    <h2 id={name}>{t("payees.one", filling)}</h2>
                    <Button
                        variant="default"
                        size="compact-sm"
                        aria-label={t("payees.remove.one", filling)}
                        onClick={() => of.remove(payee.key)}
                    >
                        {t("payees.remove")}
                    </Button>
                </div>
            )}
            <PayeePicker chain={of.chain} value={payee.to} choose={(to) => of.change(payee.key, { to })} />
            <TextInput
                label={t("transfer.to")}
                description={t("transfer.to.lead")}
                required
                value={payee.to}
                spellCheck={false}
                autoComplete="off"
                error={(payee.to && !payee.isAddress && t(addressWords(of.chain))) || said?.("destination")}
                onChange={(event) => of.change(payee.key, { to: event.currentTarget.value.trim() })}
            />
            <div className={isOne ? "columns" : "stack"}>
                <Amount of={of} payee={payee} said={said} />
                {at.children}
            </div>
            {payee.isAgain && <p className="attention">{t("payout.again")}</p>}
        </div>
    );
}

function Amount({ of, payee, said }: { of: PayeesWished; payee: Judged; said: Fields["said"] | undefined }) {
    const { chosen } = of;
    const isBad = payee.amount !== "" && payee.base === undefined;
    return (
        <TextInput
            label={t("transfer.amount")}
            description={t(chosen.isPinned ? "transfer.amount.lead" : "transfer.amount.base")}
            required
            value={payee.amount}
            inputMode="decimal"
            autoComplete="off"
            rightSection={<span className="soft">{chosen.unit}</span>}
            rightSectionWidth={60}
            error={
                (isBad && t(chosen.isPinned ? "transfer.amount.bad" : "transfer.amount.base.bad")) || said?.("amount")
            }
            onChange={(event) => of.change(payee.key, { amount: event.currentTarget.value })}
        />
    );
}

/** Another payee, as far as the interface takes them, and what all of them get. */
function More({ of }: { of: PayeesWished }) {
    const { chosen, moved } = of;
    const isFull = of.of.length >= PAYMENTS_MAX;
    const sum = `${decimal(sumOf(of.of), chosen.decimals)} ${chosen.unit}`;
    return (
        <div className="tight">
            {of.of.length > 1 && (
                <>
                    <p className="between">
                        <span className="strong">{t("payees.sum", { count: of.of.length })}</span>
                        <span className="strong number">{sum}</span>
                    </p>
                    <p className="soft">{t("payees.sum.lead")}</p>
                </>
            )}
            <div className="row">
                <Button variant="default" disabled={isFull} onClick={of.add}>
                    {t("payees.add")}
                </Button>
                <span className="soft">{t(isFull ? "payees.full" : "payees.add.lead", { most: PAYMENTS_MAX })}</span>
            </div>
            <VisuallyHidden role="status">
                {moved && `${moved.said} ${of.of.length > 1 ? t("payees.sum.said", { sum }) : ""}`}
            </VisuallyHidden>
        </div>
    );
}

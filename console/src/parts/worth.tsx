import { useQuery } from "@tanstack/react-query";
import type { Withdrawal } from "../api/contract";
import type { Bytes } from "../proof/bytes";
import { type Fact, parseFactKeys, statedBy } from "../proof/facts";
import { fiat, unitOf } from "../words/format";
import { t } from "../words/words";
import { When } from "./basics";
import type { Checked } from "./checked";
import { useDocument } from "./inforce";
import { assetOf } from "./reading";
import { about } from "./reasons";

/** What a payment is worth by a price, to the hundredth below: a figure to look at, never what is decided. */
export function worthOf(base: bigint, decimals: number, price: string): bigint {
    const [whole = "0", fraction = ""] = price.split(".");
    const units = BigInt(whole + fraction);
    return (base * units * 100n) / 10n ** BigInt(decimals + fraction.length);
}

/** A price, and the name of the key that signed it. */
interface Priced {
    readonly fact: Fact;
    readonly by: string;
}

/** Those of them that are a price under a key of the document of fact keys, by now. */
export async function trusted(
    facts: readonly Fact[],
    keys: Bytes | undefined,
    now: number,
): Promise<readonly Priced[]> {
    const prices = facts.filter(({ claim }) => claim.kind === "price");
    const known = parseFactKeys(keys ?? new Uint8Array());
    const named = await Promise.all(prices.map((each) => statedBy(each, known, now)));
    return prices.flatMap((fact, i) => {
        const by = named[i];
        return by === undefined ? [] : [{ fact, by }];
    });
}

/** What is found is kept under: another price or another document is another finding. */
export const worthKey = (of: Withdrawal, prices: readonly Fact[], keys: Bytes | undefined) => [
    "worth",
    of.id,
    prices.map((each) => each.signature),
    keys,
];

/** In grey, where a price goes with the request that a key of the document of fact keys signed; else nothing. */
export function Worth({ of, checked }: { of: Withdrawal; checked: Checked }) {
    const keys = useDocument("fact-keys");
    const prices = about(checked.facts ?? [], of, checked.reading).filter(({ claim }) => claim.kind === "price");
    const by = useQuery<readonly Priced[]>({
        queryKey: worthKey(of, prices, keys.data?.content),
        queryFn: () => trusted(prices, keys.data?.content, Date.now()),
        enabled: prices.length > 0 && keys.data !== undefined,
        retry: false,
        refetchInterval: 30_000,
    });
    const { reading } = checked;
    const unit = reading && unitOf(assetOf(reading) ?? "");
    if (!reading || !unit) return null;
    return (by.data ?? []).map(({ fact: { claim, at }, by: name }) =>
        claim.kind === "price" ? (
            <p key={`${claim.currency} ${name}`} className="soft">
                {t("effect.worth", {
                    worth: fiat(worthOf(reading.effect.amount, unit.decimals, claim.price)),
                    currency: claim.currency,
                    price: claim.price,
                    name,
                })}{" "}
                <When at={at} />
            </p>
        ) : null,
    );
}

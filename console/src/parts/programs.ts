import type { ApiKey, Vault } from "../api/contract";
import { short } from "../words/format";
import { plain, t } from "../words/words";

export const ROLES = ["INITIATOR", "AUDITOR", "APPROVER", "PROPOSER", "GUARD", "OPERATOR", "ADMINISTRATOR"] as const;
const KEY_BYTES = { ED25519: 32, P256: 64 } as const;
export const ALGORITHMS = Object.keys(KEY_BYTES) as (keyof typeof KEY_BYTES)[];

/** A key of a program as somebody fills it in. */
export interface Wanted {
    readonly name: string;
    readonly role: (typeof ROLES)[number];
    readonly algorithm: keyof typeof KEY_BYTES;
    readonly publicKey: string;
    readonly isBound: boolean;
    readonly vaults: readonly string[];
    /** A day, or nothing: then it counts until it is revoked. */
    readonly until: string;
    /** Blocks of addresses with white space or commas between; none is from anywhere. */
    readonly from: string;
}

export const NOTHING: Wanted = {
    name: "",
    role: "INITIATOR",
    algorithm: "ED25519",
    publicKey: "",
    isBound: true,
    vaults: [],
    until: "",
    from: "",
};

const DAY_MILLIS = 86_400_000;

/** To the end of the day that was chosen, of the reader's own clock. */
export const endOf = (day: string) => new Date(new Date(`${day}T00:00:00`).getTime() + DAY_MILLIS);

/** What of it is none of what belongs there. */
export function wrongIn(of: Wanted, now: number): ReadonlySet<keyof Wanted> {
    const isKey = new RegExp(`^[0-9a-f]{${2 * KEY_BYTES[of.algorithm]}}$`).test(of.publicKey);
    const holds: readonly (readonly [keyof Wanted, boolean])[] = [
        ["name", of.name.trim() !== ""],
        ["publicKey", isKey],
        ["vaults", !of.isBound || of.vaults.length > 0],
        ["until", of.until === "" || endOf(of.until).getTime() > now],
    ];
    return new Set(holds.flatMap(([field, isGood]) => (isGood ? [] : [field])));
}

/** What control is asked for. A key that is bound to no list of vaults sees all, and those to come. */
export function bodyOf(of: Wanted) {
    const from = of.from.match(/[^\s,]+/g) ?? [];
    return {
        name: of.name.trim(),
        role: of.role,
        algorithm: of.algorithm,
        publicKey: of.publicKey,
        ...(of.isBound && { vaults: of.vaults }),
        ...(of.until !== "" && { expiresAt: endOf(of.until).toISOString() }),
        ...(from.length > 0 && { allowList: [...from] }),
    };
}

/** Whether the key that was made is the one that was asked for. */
export function isAsAsked(made: ApiKey, of: Wanted): boolean {
    const asked = [...of.vaults].sort().join();
    return (
        made.publicKey === of.publicKey &&
        made.role === of.role &&
        (of.isBound ? made.vaults !== undefined && [...made.vaults].sort().join() === asked : made.vaults === undefined)
    );
}

/** What it sees: by the names of vaults, or by the id of one that is not listed. */
export function reachOf({ vaults }: Pick<ApiKey, "vaults">, all: readonly Vault[]): string {
    if (vaults === undefined) return t("programs.vaults.all");
    const names = vaults.map((each) => plain(all.find(({ id }) => id === each)?.name ?? short(each)));
    return t("programs.vaults.these", { count: names.length, names: names.join(", ") });
}

/** Whether it counts now. */
export function counts({ revokedAt, expiresAt }: Pick<ApiKey, "revokedAt" | "expiresAt">, now: number): boolean {
    return revokedAt === undefined && (expiresAt === undefined || Date.parse(expiresAt) > now);
}

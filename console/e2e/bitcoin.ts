import type { Withdrawal } from "../src/api/contract";
import { hex, utf8 } from "../src/proof/bytes";
import { comparisonCode } from "../src/proof/comparison";
import { NOW, at, vault, why } from "./fixtures";

/** Answers about a chain whose bytes the browser does not read, and whose transactions pay several. */
export const CHAIN = "bip122:0f9188f13cb7b2c71f2a335e3a4fc328";
const COIN = `${CHAIN}/slip44:1`;
const OWN = "bcrt1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qzf4jry";
export const PAYEES = [
    "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080",
    "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn",
    "bcrt1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqvg32hk",
] as const;
const HOLDS = 4_250_000n;
const FEE = 1_410n;

const idOf = (i: number) => `0191f4a2-7c3e-7d10-8a55-0000000001${String(i).padStart(2, "0")}`;

/** One whose bytes are none of Bitcoin's: here they are hashed and never read. */
async function withdrawal(i: number, kind: string, stage: string, more: object): Promise<Withdrawal> {
    const unsigned = utf8(`a transaction of bitcoin, number ${i}`);
    const digest = new Uint8Array(32).fill(i);
    const from = OWN;
    const of = { chain: CHAIN, account: `${CHAIN}:${from}`, content: 1, unsigned, digests: [digest] };
    return {
        id: idOf(i),
        walletId: "w3",
        addressId: "a4",
        asset: COIN,
        destination: "",
        amount: "0",
        feeMax: FEE.toString(),
        note: "",
        kind,
        replacements: [],
        stage,
        subStatus: why(1001, "no initiator has signed it yet", "wait"),
        transaction: {
            keyId: vault.keyId,
            path: [],
            chain: CHAIN,
            from,
            unsigned: hex(unsigned),
            digests: [hex(digest)],
            statements: [],
            comparisonCode: await comparisonCode(of),
        },
        answers: 0,
        confirmations: { have: 0, wanted: 3 },
        expiresAt: new Date(NOW + 1_800_000).toISOString(),
        createdAt: at(-3),
        updatedAt: at(-2),
        ...more,
    } as unknown as Withdrawal;
}

/** Three payees in one transaction. */
export const payout = (stage: string, more: object = {}) =>
    withdrawal(1, "PAYOUT", stage, {
        amount: "1225000",
        note: "Suppliers of November",
        payments: [
            { destination: PAYEES[0], amount: "1000000" },
            { destination: PAYEES[1], amount: "200000" },
            { destination: PAYEES[2], amount: "25000" },
        ],
        ...more,
    });

/** What comes back instead of it. */
export const cancelling = () =>
    withdrawal(2, "CANCEL", "DRAFT", { destination: OWN, feeMax: "2115", replaces: idOf(1) });

/** Beside the answers of fixtures.ts, by path. */
export function bitcoin(all: readonly Withdrawal[], wallets: readonly object[]): Record<string, unknown> {
    const wallet = { id: "w3", vaultId: vault.id, chain: CHAIN, createdAt: at(-9999) };
    const by: Record<string, unknown> = {
        [`/v1/vaults/${vault.id}/wallets`]: { items: [...wallets, wallet] },
        "/v1/wallets/w3": wallet,
        "/v1/wallets/w3/addresses": {
            items: [{ id: "a4", walletId: "w3", path: "m", address: OWN, label: "main", createdAt: at(-9999) }],
        },
        "/v1/wallets/w3/addresses/a4/balance": {
            addressId: "a4",
            address: OWN,
            asset: COIN,
            amount: HOLDS.toString(),
        },
    };
    for (const of of all) {
        const path = `/v1/withdrawals/${of.id}`;
        by[path] = of;
        by[`${path}/history`] = { items: [] };
        by[`${path}/approvals`] = { items: [] };
        by[`${path}/verdicts`] = {
            nodes: [],
            explained: {
                decision: "Pending: one thing is not met yet.",
                deciding: ["two-eyes"],
                because: ["One person of group admins has to agree, the initiator not counted; nobody has."],
                rules: [],
            },
        };
    }
    return by;
}

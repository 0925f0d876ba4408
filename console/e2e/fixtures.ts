import { keccak_256 } from "@noble/hashes/sha3.js";
import type { HistoryLine, NodeHealth, Policies, Vault, Withdrawal } from "../src/api/contract";
import type { Ceremony, Decision, Verdicts } from "../src/api/people";
import { concat, hex, ofHex, uint, utf8 } from "../src/proof/bytes";
import { comparisonCode } from "../src/proof/comparison";
import { intentId, parseIntent } from "../src/proof/intent";

/** Answers of a server that is not there, to look at screens in states that a real fleet is seldom in. */
export const NOW = Date.now();
export const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const FROM = "0x7F97eF60246392eF4393CA73CE7784a9Ee92C3D2";
export const KEY = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";
const USDC = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
export const TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
export const POLICY = "1823412d1eacb67956220e532959f0104603057c88704863ca38e7cd188fda81";

function headed(short: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    return bytes.length <= 55
        ? concat(uint(short + bytes.length, 1), bytes)
        : concat(uint(short + 56, 1), uint(bytes.length, 1), bytes);
}

function rlp(bytes: Uint8Array): Uint8Array {
    return bytes.length === 1 && (bytes[0] ?? 0) < 0x80 ? bytes : headed(0x80, bytes);
}

const trimmed = (value: bigint) => (value === 0n ? new Uint8Array() : ofHex(even(value.toString(16))));
const even = (text: string) => (text.length % 2 ? `0${text}` : text);
const plain = (address: string) => ofHex(address.slice(2).toLowerCase());

/** Of the test chain's coin; with `token` so many base units of it on Ethereum. */
export function transaction(to: string, amount: bigint, nonce: bigint, token?: string): Uint8Array<ArrayBuffer> {
    const gas = token ? 100_000n : 21_000n;
    const chain = token ? 1n : 31337n;
    const numbers = [chain, nonce, 1_000_000_000n, 20_000_000_000n, gas].map((each) => rlp(trimmed(each)));
    const data = token
        ? concat(ofHex("a9059cbb"), new Uint8Array(12), plain(to), uint(amount, 32))
        : new Uint8Array();
    const wei = token ? 0n : amount;
    const body = concat(...numbers, rlp(plain(token ?? to)), rlp(trimmed(wei)), rlp(data), ofHex("c0"));
    return concat(ofHex("02"), headed(0xc0, body));
}

export function intentOf(chain: string, unsigned: Uint8Array, digest: Uint8Array) {
    const text = (value: string) => concat(uint(value.length, 4), utf8(value));
    return concat(
        utf8("tallystick-intent"),
        ofHex("02"),
        ofHex(KEY),
        uint(0, 2),
        ...chain.split(":").map(text),
        ofHex("01"),
        concat(uint(unsigned.length, 4), unsigned),
        uint(1, 2),
        digest,
        uint(Math.floor(NOW / 1000) + 3600, 8),
        ofHex("be7d18a1b4041ad78b6fd96660ee6ee4094b9f752257300a8ecdaf771172183c"),
        ofHex("000102030405060708090a0b0c0d0e0f"),
    );
}

export const why = (number: number, text: string, remedy: string, detail = "") => ({ number, text, remedy, detail });

/** One whose bytes, digest, intent and code are real, so that the browser's own checks hold. */
export async function withdrawal(
    i: number,
    stage: string,
    amount: bigint,
    note: string,
    more: object = {},
    token?: string,
) {
    const unsigned = transaction(TO, amount, BigInt(i), token);
    const chain = token ? "eip155:1" : "eip155:31337";
    const digest = new Uint8Array(keccak_256(unsigned));
    const intent = intentOf(chain, unsigned, digest);
    const code = await comparisonCode({
        chain,
        account: `${chain}:${FROM}`,
        content: 1,
        unsigned,
        digests: [digest],
    });
    const body: Withdrawal = {
        id: `0191f4a2-7c3e-7d10-8a55-0000000000${String(i).padStart(2, "0")}`,
        walletId: "0191f4a2-7c3e-7d10-8a55-aaaaaaaaaaaa",
        addressId: "0191f4a2-7c3e-7d10-8a55-bbbbbbbbbbbb",
        asset: token ? `${chain}/erc20:${token}` : `${chain}/slip44:60`,
        destination: TO,
        amount: amount.toString(),
        feeMax: "420000000000000",
        note,
        kind: "PAY",
        replacements: stage === "MEMPOOL" ? ["SPEED_UP", "CANCEL"] : [],
        stage: stage as Withdrawal["stage"],
        subStatus: why(2101, "approvals are missing", "approvers answer", "one of admins has to approve"),
        transaction: {
            keyId: KEY,
            path: [],
            chain,
            from: FROM,
            nonce: String(i),
            unsigned: hex(unsigned),
            digests: [hex(digest)],
            statements: [`pay ${amount} to ${TO}`],
            comparisonCode: code,
        },
        intentId: hex(await intentId(parseIntent(intent))),
        answers: 0,
        confirmations: { have: stage === "CONFIRMING" ? 2 : 0, wanted: 12 },
        expiresAt: new Date((Math.floor(NOW / 1000) + 3600) * 1000).toISOString(),
        createdAt: at(-i * 7 - 3),
        updatedAt: at(-i * 7 - 2),
        ...more,
    } as unknown as Withdrawal;
    return { body, evidence: hex(concat(ofHex("01"), uint(intent.length, 4), intent, new Uint8Array(64))) };
}

const node = (name: string, ready = true): NodeHealth =>
    ({
        name,
        reached: true,
        ready,
        software: "0.1.0",
        build: hex(new Uint8Array(32).fill(7)),
        rosterVersion: 1,
        clock: at(0),
        certificateEnds: name === "backup" ? at(60 * 24 * 12) : at(60 * 24 * 300),
        linked: ["risk", "client", "backup"].filter((each) => each !== name),
        quarantined: [],
        keys: [{ id: KEY, epoch: 3, tree: "all(risk, 1 of (client, backup))" }],
    }) as NodeHealth;

const policies = (freezes: object[]): Policies =>
    ({
        agreed: true,
        nodes: ["risk", "client", "backup"].map((name) => ({
            node: name,
            reached: true,
            workspace: KEY,
            policy: POLICY,
            inForce: ["people", "policy", "address-book", "fact-keys"].map((kind, i) => ({
                kind,
                version: i + 1,
                hash: POLICY,
                effectiveFrom: at(-60 * 24 * 20),
            })),
            awaited: 0,
            freezes,
            changes: [
                {
                    id: KEY,
                    by: "u:ann",
                    proposal: `address book version 2 from ${at(60 * 24)}`,
                    stands: `accepted, from ${at(60 * 24)}: pledged to, no answer ends it any more`,
                    seenAt: at(-30),
                },
            ],
        })),
    }) as unknown as Policies;

const program = (name: string, more: object) => ({
    id: `0191f4a2-7c3e-7d10-8a55-${hex(utf8(name)).slice(0, 12).padStart(12, "0")}`,
    name,
    algorithm: "ED25519",
    publicKey: KEY,
    role: "INITIATOR",
    scopes: ["VAULTS_READ"],
    allowList: ["192.0.2.0/24"],
    createdAt: at(-9999),
    ...more,
});

export const vault = {
    id: "0191f4a2-7c3e-7d10-8a55-cccccccccccc",
    name: "Payments EU",
    tier: "HOT",
    tags: ["payroll"],
    keyId: KEY,
    scheme: 1,
    tree: "all(risk, 1 of (client, backup))",
    point: `02${KEY}`,
    chainCode: KEY,
    signingSets: [
        ["risk", "client"],
        ["backup", "risk"],
    ],
    version: 1,
    createdAt: at(-60 * 24 * 40),
} as Vault;

const history = [
    ["DRAFT", "no initiator has signed it yet", -12],
    ["SUBMITTED", "nodes are being asked", -11],
    ["PENDING_POLICY", "nodes are being asked", -10.9],
    ["PENDING_APPROVAL", "approvals are missing", -10.8],
].map(([to, text, minutes], i) => ({
    number: i + 1,
    from: "",
    to,
    subStatus: why(2101, String(text), "wait", to === "PENDING_APPROVAL" ? "one of admins has to approve" : ""),
    at: at(Number(minutes)),
})) as unknown as HistoryLine[];

const ETHER = 10n ** 18n;

/** A document as nodes have it: docs/spec/governance.md GO-1. */
function documentOf(code: number, version: number, content: Uint8Array): string {
    const from = uint(Math.floor(NOW / 1000) - 86_400 * 20, 8);
    const size = uint(content.length, 4);
    return hex(
        concat(
            utf8("tallystick-document"),
            uint(1, 1),
            uint(code, 1),
            uint(version, 4),
            uint(0, 1),
            from,
            size,
            content,
        ),
    );
}

const POLICY_TEXT = JSON.stringify({
    version: 2,
    id: "treasury",
    groups: { admins: { members: ["u:ann", "u:bo"] }, robots: { members: ["s:treasurer"] } },
    lists: { payees: { kind: "addressBook", minAgeHours: 24 } },
    rules: [
        { id: "pay", effect: "ALLOW", activity: ["TRANSFER", "REPLACE_BY_FEE"] },
        { id: "two-eyes", effect: "REQUIRE", activity: ["TRANSFER"], approvals: [{ group: "admins", min: 1 }] },
        {
            id: "daily-limit",
            effect: "LIMIT",
            activity: ["TRANSFER"],
            limit: { measure: "ASSET", max: String(4n * ETHER), window: { type: "ROLLING", length: "PT24H" } },
        },
        {
            id: "by-night",
            effect: "REQUIRE",
            activity: ["TRANSFER"],
            match: { time: { tz: "Europe/Paris", days: ["MON-FRI"], hours: "08:00-19:00", outside: true } },
            approvals: [{ group: "admins", min: 2 }],
        },
        { id: "fiat-limit", effect: "LIMIT", activity: ["TRANSFER"], limit: { measure: "FIAT:USD", max: "250000" } },
    ],
});

const text = (of: string) => concat(uint(utf8(of).length, 4), utf8(of));

function bookOf() {
    const entry = (label: string, address: string) =>
        concat(
            ...["eip155", "31337", address, label, label.toLowerCase().replace(/\W/g, "-")].map(text),
            uint(Math.floor(NOW / 1000) - 86_400 * 30, 8),
            text("u:ann"),
            uint(1, 2),
            text("supplier"),
            uint(0, 1),
        );
    return concat(
        utf8("tallystick-address-book"),
        uint(1, 1),
        uint(1, 4),
        uint(2, 2),
        entry("Northwind Ltd", TO),
        entry("Exchange", FROM),
    );
}

function rosterOf() {
    const member = (name: string, i: number) =>
        concat(
            text(name),
            uint(1, 1),
            new Uint8Array(32).fill(i + 1),
            new Uint8Array(32).fill(i + 9),
            text("node.example.org"),
            uint(443, 2),
        );
    const members = ["risk", "client", "backup"].map(member);
    return concat(utf8("tallystick-roster"), uint(1, 1), uint(1, 4), uint(members.length, 2), ...members);
}

function peopleOf() {
    const person = (id: string, name: string, rights: number, roles: readonly string[]) =>
        concat(
            text(`u:${id}`),
            text(`h:${id}`),
            text(name),
            uint(1, 1),
            uint(rights, 1),
            uint(roles.length, 2),
            ...roles.map(text),
            uint(1, 2),
            uint(1, 1),
            new Uint8Array(32).fill(id.length),
            uint(0, 1),
        );
    const all = [
        person("ann", "Ann Lee", 15, ["treasurer"]),
        person("bo", "Bo Marsh", 15, ["treasurer"]),
        person("cy", "Cy Stone", 12, ["administrator"]),
    ];
    return concat(utf8("tallystick-people"), uint(1, 1), uint(3, 4), uint(all.length, 2), ...all);
}

/** Answers by path; nothing for what such a server does not have. */
export async function answers(lie = false): Promise<Record<string, unknown>> {
    const all = await Promise.all([
        withdrawal(1, "PENDING_APPROVAL", (1250n * ETHER) / 1000n, "Invoice 2026-118, Northwind Ltd"),
        withdrawal(2, "PENDING_APPROVAL", (32n * ETHER) / 10n, "Payroll November"),
        withdrawal(3, "CONFIRMING", ETHER / 4n, "Refund 8841", { transactionId: `0x${KEY}` }),
        withdrawal(4, "COMPLETED", ETHER / 10n, "Node rent", { transactionId: `0x${KEY}` }),
        withdrawal(5, "DENIED", 900n * ETHER, "Move to exchange", {
            subStatus: why(
                2201,
                "the policy denies it",
                "ask for what the rule lets pass, or change the policy",
                "rule daily-limit: 900 of at most 400 in 24 hours",
            ),
        }),
        withdrawal(6, "DRAFT", ETHER / 2n, "Deposit to the exchange", { intentId: undefined }),
        withdrawal(7, "DRAFT", ETHER / 8n, "Legal fees", { intentId: undefined }),
        withdrawal(8, "MEMPOOL", ETHER / 5n, "Insurance", {
            transactionId: `0x${KEY}`,
            subStatus: why(4101, "it waits for a block", "wait, or speed it up"),
        }),
        withdrawal(9, "PENDING_APPROVAL", 1_250_000_000n, "Audit fees", {}, USDC),
    ]);
    if (lie && all[0]) all[0].body.destination = "0x7F97eF60246392eF4393CA73CE7784a9Ee92C3D2";
    for (const { body } of all)
        if (body.transactionId) Object.assign(body, { signed: { unsigned: "", signatures: [], bytes: "" } });
    const list = (items: unknown[]) => ({ items });
    const by: Record<string, unknown> = {
        "/v1/session": {
            person: "u:ann",
            name: "Ann Lee",
            roles: ["approver"],
            scopes: [
                "WITHDRAWALS_WRITE",
                "COMMENTS_WRITE",
                "PROPOSALS_WRITE",
                "VAULTS_WRITE",
                "INVITATIONS_WRITE",
                "KEYS_WRITE",
                "WEBHOOKS_WRITE",
            ],
            csrf: "c",
            expires: at(600),
        },
        "/v1/withdrawals": list(all.map((each) => each.body)),
        "/v1/nodes": list([node("risk"), node("client"), node("backup")]),
        "/v1/policies": policies([]),
        "/v1/vaults": list([vault]),
        [`/v1/vaults/${vault.id}`]: vault,
        [`/v1/vaults/${vault.id}/wallets`]: list([
            { id: "w1", vaultId: vault.id, chain: "eip155:31337", createdAt: at(-9999) },
            { id: "w2", vaultId: vault.id, chain: "eip155:1", createdAt: at(-9999) },
        ]),
        "/v1/wallets/0191f4a2-7c3e-7d10-8a55-aaaaaaaaaaaa": { id: "w1", vaultId: vault.id, chain: "eip155:31337" },
        "/v1/wallets/0191f4a2-7c3e-7d10-8a55-aaaaaaaaaaaa/addresses/0191f4a2-7c3e-7d10-8a55-bbbbbbbbbbbb/balance": {
            addressId: "a1",
            address: FROM,
            asset: "eip155:31337/slip44:60",
            amount: "18250000000000000000",
        },
        "/v1/wallets/w1/addresses": list([
            { id: "a1", walletId: "w1", path: "m", address: FROM, label: "main", createdAt: at(-9999) },
            { id: "a2", walletId: "w1", path: "m/1", address: TO, label: "Deposit of Contoso", createdAt: at(-999) },
        ]),
        "/v1/wallets/w2/addresses": list([
            { id: "a3", walletId: "w2", path: "m", address: FROM, label: "main", createdAt: at(-9999) },
        ]),
        "/v1/wallets/w2/addresses/a3/balance": {
            addressId: "a3",
            address: FROM,
            asset: `eip155:1/erc20:${USDC}`,
            amount: "73125000000",
        },
        "/v1/wallets/w1/addresses/a2/balance": {
            addressId: "a2",
            address: TO,
            asset: "eip155:31337/slip44:60",
            amount: "731250000000000",
        },
        "/v1/wallets/w1/addresses/a1/balance": {
            addressId: "a1",
            address: FROM,
            asset: "eip155:31337/slip44:60",
            amount: "18250000000000000000",
        },
        "/v1/documents/policy": { document: documentOf(2, 2, utf8(POLICY_TEXT)), text: POLICY_TEXT },
        "/v1/documents/people": { document: documentOf(1, 3, peopleOf()), text: "" },
        "/v1/documents/address-book": { document: documentOf(3, 1, bookOf()), text: "" },
        "/v1/documents/roster": { document: documentOf(4, 1, rosterOf()), text: "" },
        "/v1/people": { version: 3, hash: POLICY, people: [] },
        "/v1/approvals": list(all.slice(0, 1).map((each) => ({ id: each.body.id }))),
        "/v1/invitations": list([]),
        "/v1/audit/entries": list([]),
        "/v1/webhooks": list([
            {
                id: "h1",
                url: "https://books.example.org/tallystick",
                kinds: ["withdrawal.completed"],
                createdAt: at(-99),
            },
        ]),
        "/v1/webhooks/h1/deliveries": list([]),
        "/v1/api-keys": list([program("payroll", { vaults: [vault.id] }), program("books", { role: "AUDITOR" })]),
        "/v1/audit": list(
            Array.from({ length: 60 }, (_, i) => ({
                number: i + 1,
                at: at(-i * 9),
                method: i % 5 ? "POST" : "DELETE",
                path: "/v1/withdrawals",
                status: i % 7 ? 201 : 403,
                requestId: hex(new Uint8Array(8).fill(i)),
                remote: "127.0.0.1",
            })),
        ),
        "/v1/proposals": list([]),
        "/v1/address-book": list([]),
        "/v1/ceremonies": list([
            {
                id: `${KEY}/3`,
                kind: "refresh, schedule",
                key: KEY,
                epoch: 3,
                stands: "under way",
                participants: [
                    { name: "risk", stands: "active", at: at(0) },
                    { name: "client", stands: "prepared", at: at(0) },
                    { name: "backup", stands: "began", at: at(0) },
                ],
                startedAt: at(-1),
            } satisfies Ceremony,
        ]),
        "/health/ready": { ready: true, database: true },
    };
    for (const { body, evidence } of all) {
        const path = `/v1/withdrawals/${body.id}`;
        by[path] = body;
        by[`${path}/history`] = list(history);
        by[`${path}/approvals`] = list([]);
        by[`${path}/comments`] = list([
            { id: "c1", person: "u:bo", text: "The invoice is in the folder of November.", createdAt: at(-9) },
            { id: "c2", key: "k1", text: `Order ${"0123456789".repeat(12)} \u202Eis paid by it`, createdAt: at(-8) },
        ]);
        by[`${path}/evidence`] = { intentId: body.intentId, evidence, expiresAt: body.expiresAt };
        const toSign = { challenge: "AAAA", rpId: "localhost", allowCredentials: [] };
        const moments = { policySeen: POLICY, at: at(0), expiresAt: at(60) };
        by[`${path}/decision`] = {
            id: body.id,
            effects: [`1.25 ETH leave ${FROM}`],
            initiator: "u:bo",
            asked: [
                {
                    group: "admins",
                    members: ["u:ann", "u:bo"],
                    min: 1,
                    have: 0,
                    initiatorExcluded: true,
                    strength: "PASSKEY",
                },
            ],
            asksMe: true,
            because: ["One person of group admins has to agree, the initiator not counted; nobody has."],
            answers: [],
            expiresAt: body.expiresAt,
            approve: { answer: "approve", ...moments, toSign },
            reject: { answer: "reject", ...moments, toSign },
        } satisfies Decision;
        by[`${path}/verdicts`] = {
            nodes: ["risk", "client"].map((name) => ({
                node: name,
                said: "refused",
                words: "pending: one of admins has to approve, and nobody did",
                at: at(-1),
            })),
            explained: {
                decision: body.stage === "DENIED" ? "Denied, for one reason." : "Pending: one thing is not met yet.",
                deciding: ["two-eyes"],
                because: ["One person of group admins has to agree, the initiator not counted; nobody has."],
                rules: [
                    { rule: "pay", how: "applies", sentence: "Transfers are allowed." },
                    { rule: "two-eyes", how: "asks", sentence: "1 of admins." },
                    { rule: "night", how: "silent", criterion: "hours", sentence: "Not between 22:00 and 06:00." },
                ],
            },
        } satisfies Verdicts;
    }
    return by;
}

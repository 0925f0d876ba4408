import { type Query, QueryCache, QueryClient, useQuery } from "@tanstack/react-query";
import { get } from "./client";
import type { Page, Withdrawal } from "./contract";
import type { LiveState } from "./live";
import { merged, pagesOf } from "./pages";
import type { Session } from "./people";
import { Problem } from "./problem";

export const queries = new QueryClient({
    // Who is not signed in any more is asked to sign in, whatever page found it out.
    queryCache: new QueryCache({
        onError: (error, { queryKey }) => {
            if (error instanceof Problem && error.isSignedOut && queryKey[0] !== "session")
                void queries.invalidateQueries({ queryKey: ["session"] });
        },
    }),
    defaultOptions: {
        queries: {
            staleTime: 5_000,
            retry: (times, error) => error instanceof Problem && error.isUnreachable && times < 2,
            refetchOnWindowFocus: true,
        },
    },
});

/** What a path of the interface answers, asked again when an event says that it changed. */
export function useAsked<T>(path: string | undefined, every?: number | (() => number)) {
    return useQuery<T>({
        queryKey: ["asked", path],
        queryFn: ({ signal }) => get<T>(path ?? "", signal),
        enabled: path !== undefined,
        ...(every ? { refetchInterval: every } : {}),
    });
}

/** All pages of a list, as far as `most` rows. */
export function useAll<T>(path: string | undefined, most = 1_000) {
    return useQuery<readonly T[]>({
        queryKey: ["asked", path, "all", most],
        queryFn: async ({ signal }) => {
            const rows: T[] = [];
            let cursor = "";
            do {
                const joined = path?.includes("?") ? "&" : "?";
                const page = await get<Page<T>>(`${path}${joined}limit=100${cursor}`, signal);
                rows.push(...page.items);
                cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : "";
            } while (cursor && rows.length < most);
            return rows;
        },
        enabled: path !== undefined,
    });
}

/** How many requests are looked back at; what counts by them says so where there are more. */
export const LATEST = 500;
const WAITING_MOST = 5_000;

/** The latest requests, and every one that waits for people, however old. */
export function useWithdrawals() {
    return useQuery<readonly Withdrawal[]>({
        queryKey: ["asked", "/v1/withdrawals", "latest and waiting"],
        queryFn: async ({ signal }) => {
            const ask = (path: string) => get<Page<Withdrawal>>(path, signal);
            const { rows, isCut } = await pagesOf("/v1/withdrawals", LATEST, ask);
            if (!isCut) return rows;
            const waiting = await pagesOf("/v1/withdrawals?stage=PENDING_APPROVAL", WAITING_MOST, ask);
            return merged(rows, waiting.rows);
        },
    });
}

/** Whether there may be older requests than those that are looked at. */
export const isCut = (rows: readonly Withdrawal[] | undefined) => (rows?.length ?? 0) >= LATEST;

export function useSession() {
    return useQuery<Session>({
        queryKey: ["session"],
        queryFn: ({ signal }) => get<Session>("/v1/session", signal),
        retry: false,
        staleTime: 60_000,
    });
}

const LOGS = "/v1/audit/entries";
const TOUCHED: Readonly<Record<string, readonly string[]>> = {
    withdrawal: ["/v1/withdrawals", "/v1/approvals", "/v1/wallets"],
    approval: ["/v1/withdrawals", "/v1/approvals"],
    balance: ["/v1/wallets"],
    freeze: ["/v1/freezes", "/v1/policies", "/v1/withdrawals", LOGS],
    proposal: ["/v1/proposals", "/v1/policies", "/v1/documents", "/v1/people", "/v1/approvals", LOGS],
    ceremony: ["/v1/ceremonies", "/v1/nodes", "/v1/keys", LOGS],
    node: ["/v1/nodes", "/v1/keys", LOGS],
};

/** Whether an event of this kind, about this, may have changed what a path answers. */
export function touches(kind: string, subject: string, path: string): boolean {
    const parts = TOUCHED[kind.replace(/\..*/, "")] ?? TOUCHED["withdrawal"] ?? [];
    return parts.some((each) => path.startsWith(each)) || (subject !== "" && path.includes(subject));
}

/** Marks as old what an event may have changed; what is on the screen is asked again at once. */
export function changed(kind: string, subject: string): void {
    const isTouched = ({ queryKey: [root, path] }: Query) =>
        (root === "asked" && typeof path === "string" && touches(kind, subject, path)) ||
        // Each node writes it down in its own second, under a document that is the same.
        (root === "activated" && kind === "proposal.active");
    const look = () => queries.getQueryCache().findAll({ predicate: isTouched }).forEach(again);
    look();
    if (BEFORE.has(kind)) for (const millis of SOON_MILLIS) setTimeout(look, millis);
}

/** A node writes these down before it does what they say: what it says of itself is so a moment later. */
const BEFORE: ReadonlySet<string> = new Set(["ceremony.active", "proposal.active"]);
const SOON_MILLIS = [200, 600, 1_200, 2_400];

/** What is asked again since an event, and whether it has to be once more when the answer is here. */
const asking = new Map<string, { isDue: boolean }>();

/**
 * Events come in bursts, one of each node. Were each to cut off the question before, the last of them alone would be
 * answered, and the server would answer all.
 */
function again({ queryKey, queryHash, state }: Query): void {
    const before = asking.get(queryHash);
    if (before) {
        before.isDue = true;
        return;
    }
    // The first question of all is not cut off, and may be answered as of before.
    const now = { isDue: state.data === undefined && state.fetchStatus === "fetching" };
    asking.set(queryHash, now);
    void queries.invalidateQueries({ queryKey, exact: true }).finally(() => {
        asking.delete(queryHash);
        const query = queries.getQueryCache().get(queryHash);
        if (now.isDue && query) again(query);
    });
}

let hears = false;

/** Whether events arrive: what they tell of need not be asked for every few seconds. */
export function heard(state: LiveState): void {
    hears = state === "live";
}

/** How often something is asked that events tell of. */
export const unlessHeard = (millis: number, calm: number) => () => (hears ? calm : millis);

export const OVER: ReadonlySet<string> = new Set([
    "COMPLETED",
    "DENIED",
    "REJECTED",
    "EXPIRED",
    "CANCELLED",
    "FAILED",
    "REPLACED",
]);
export const STOPPED: ReadonlySet<string> = new Set(["DENIED", "REJECTED", "FAILED", "FROZEN", "DROPPED", "EXPIRED"]);
export const WAITING: ReadonlySet<string> = new Set(["PENDING_APPROVAL"]);

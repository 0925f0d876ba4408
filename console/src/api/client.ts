import { plain } from "../words/words";
import { Problem } from "./problem";

/** Lives as long as the page does: kept in no storage and in no address. */
let csrf = "";

export function remember(token: string): void {
    csrf = token;
}

interface Body {
    title?: string;
    detail?: string;
    field?: string;
    requestId?: string;
    number?: number;
    remedy?: string;
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return asked<T>(path, signal ? { method: "GET", signal } : { method: "GET" });
}

/** Everything that changes something; done once, however often it is sent. */
export async function send<T>(method: "POST" | "DELETE" | "PATCH", path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = {
        "Content-Type": "application/json",
        "Idempotency-Key": crypto.randomUUID(),
    };
    if (csrf) headers["X-Tallystick-Csrf"] = csrf;
    return asked<T>(path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
}

async function asked<T>(path: string, request: RequestInit): Promise<T> {
    let response: Response;
    try {
        response = await fetch(path, { credentials: "same-origin", redirect: "error", ...request });
    } catch (cause) {
        if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
        throw new Problem(0, "unreachable", "");
    }
    const text = await response.text();
    if (response.ok) return (text ? parsed(text) : undefined) as T;
    const body = (parsed(text) ?? {}) as Body;
    const known = body.number === undefined ? undefined : { number: body.number, remedy: body.remedy ?? "" };
    throw new Problem(response.status, body.title ?? "", body.detail ?? "", body.field, body.requestId, known);
}

/** No word of the server's turns or hides what stands beside it, wherever a screen shows it. */
function parsed(text: string): unknown {
    try {
        return JSON.parse(text, (_, value: unknown) => (typeof value === "string" ? plain(value) : value));
    } catch {
        return undefined;
    }
}

import type { LiveEvent } from "./contract";

export type LiveState = "connecting" | "live" | "lost";

/** One event of a stream of server-sent events, whatever its name. */
export interface Parsed {
    readonly id: string;
    readonly name: string;
    readonly data: string;
}

/** Splits a stream into events; keeps what is not whole yet. */
export function parseStream(text: string): { events: Parsed[]; rest: string } {
    const blocks = text.replaceAll("\r\n", "\n").split("\n\n");
    const rest = blocks.pop() ?? "";
    const events = blocks.flatMap((block) => {
        let id = "";
        let name = "message";
        const data: string[] = [];
        for (const line of block.split("\n")) {
            const colon = line.indexOf(":");
            if (colon <= 0) continue;
            const value = line.slice(colon + 1).replace(/^ /, "");
            const field = line.slice(0, colon);
            if (field === "id") id = value;
            if (field === "event") name = value;
            if (field === "data") data.push(value);
        }
        return data.length > 0 ? [{ id, name, data: data.join("\n") }] : [];
    });
    return { events, rest };
}

const PAUSE_MILLIS = 1_000;
const PAUSE_MILLIS_MAX = 15_000;

/** Follows the server's events until stopped; begins again where it was when the line breaks. */
export function follow(heard: (event: LiveEvent) => void, stands: (state: LiveState) => void): () => void {
    const stop = new AbortController();
    void (async () => {
        let last = "";
        let pause = PAUSE_MILLIS;
        while (!stop.signal.aborted) {
            try {
                stands("connecting");
                const headers: Record<string, string> = last ? { "Last-Event-ID": last } : {};
                const response = await fetch("/v1/events/stream", { headers, signal: stop.signal });
                if (!response.ok || !response.body) throw new Error(`${response.status}`);
                stands("live");
                pause = PAUSE_MILLIS;
                last = await read(response.body, heard, last);
            } catch {
                if (stop.signal.aborted) return;
            }
            stands("lost");
            await new Promise((go) => setTimeout(go, pause));
            pause = Math.min(2 * pause, PAUSE_MILLIS_MAX);
        }
    })();
    return () => stop.abort();
}

async function read(
    body: ReadableStream<Uint8Array>,
    heard: (event: LiveEvent) => void,
    from: string,
): Promise<string> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let buffer = "";
    let last = from;
    try {
        for (;;) {
            const { value, done } = await reader.read();
            if (done) return last;
            const { events, rest } = parseStream(buffer + decoder.decode(value, { stream: true }));
            buffer = rest;
            for (const event of events) {
                last = event.id || last;
                heard(JSON.parse(event.data) as LiveEvent);
            }
        }
    } catch {
        return last;
    }
}

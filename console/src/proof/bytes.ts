/** Bytes and their spellings. Nothing here guesses: what is not of its form is an error. */

export type Bytes = Uint8Array<ArrayBuffer>;

/** What a server or a file said and is not of its form. */
export class Malformed extends Error {}

export function hex(bytes: Uint8Array): string {
    return Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
}

export function ofHex(text: string): Bytes {
    if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new Malformed("not lower-case hex");
    const bytes = new Uint8Array(text.length / 2);
    for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
    return bytes;
}

export function utf8(text: string): Bytes {
    return new Uint8Array(new TextEncoder().encode(text));
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
        all.set(part, at);
        at += part.length;
    }
    return all;
}

export function equal(one: Uint8Array, other: Uint8Array): boolean {
    return one.length === other.length && one.every((each, i) => each === other[i]);
}

/** Big-endian, of so many bytes. */
export function uint(value: bigint | number, length: number): Bytes {
    const bytes = new Uint8Array(length);
    let rest = BigInt(value);
    for (let i = length - 1; i >= 0; i--) {
        bytes[i] = Number(rest & 0xffn);
        rest >>= 8n;
    }
    if (rest !== 0n) throw new Malformed("number too large for its bytes");
    return bytes;
}

export function number(bytes: Uint8Array): bigint {
    return bytes.length === 0 ? 0n : BigInt(`0x${hex(bytes)}`);
}

export function base64url(bytes: Uint8Array): string {
    return btoa(String.fromCharCode(...bytes))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replace(/=+$/, "");
}

export function ofBase64url(text: string): Bytes {
    if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Malformed("not base64url");
    return ofBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
}

export function ofBase64(text: string): Bytes {
    const plain = atob(text);
    const bytes = new Uint8Array(plain.length);
    for (let i = 0; i < plain.length; i++) bytes[i] = plain.charCodeAt(i);
    return bytes;
}

export async function sha256(bytes: Uint8Array): Promise<Bytes> {
    return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
}

/** Reads from the front and never beyond the end. */
export class Reader {
    private at = 0;

    constructor(private readonly bytes: Uint8Array) {}

    take(length: number): Bytes {
        if (this.at + length > this.bytes.length) throw new Malformed(`ends at byte ${this.bytes.length}`);
        const part = this.bytes.slice(this.at, this.at + length);
        this.at += length;
        return new Uint8Array(part);
    }

    uint(length: number): number {
        const value = number(this.take(length));
        if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Malformed("number too large");
        return Number(value);
    }

    /** A count of four bytes, and so many. */
    counted(): Bytes {
        return this.take(this.uint(4));
    }

    text(): string {
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.counted());
    }

    /** How far it has read. */
    get position(): number {
        return this.at;
    }

    /** What was read from a position on. */
    since(position: number): Bytes {
        return new Uint8Array(this.bytes.slice(position, this.at));
    }

    /** All that is left. */
    rest(): Bytes {
        return this.take(this.bytes.length - this.at);
    }

    end(): void {
        if (this.at !== this.bytes.length) throw new Malformed(`goes on after byte ${this.at}`);
    }
}

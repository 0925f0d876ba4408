import { type Bytes, concat, sha256, uint, utf8 } from "./bytes";

/** The hash of everything of our own: docs/spec/transcript.md. */
export class Transcript {
    private readonly parts: Bytes[];

    private constructor(purpose: string) {
        const name = utf8(purpose);
        this.parts = [uint(name.length, 4), name];
    }

    static of(purpose: string): Transcript {
        return new Transcript(purpose);
    }

    add(label: string, value: Uint8Array): this {
        return this.item(1, label, uint(value.length, 8), value);
    }

    text(label: string, value: string): this {
        return this.add(label, utf8(value));
    }

    number(label: string, value: number | bigint): this {
        return this.add(label, uint(value, 8));
    }

    list(label: string, items: readonly Uint8Array[]): this {
        const body = items.flatMap((each) => [uint(each.length, 8), each]);
        return this.item(2, label, uint(items.length, 8), ...body);
    }

    digest(): Promise<Bytes> {
        return sha256(concat(...this.parts));
    }

    private item(kind: number, label: string, ...rest: readonly Uint8Array[]): this {
        const name = utf8(label);
        this.parts.push(concat(uint(kind, 1), uint(name.length, 4), name, ...rest));
        return this;
    }
}

/** What the server says when it does not do something (RFC 9457), and what it means when it says nothing. */
export class Problem extends Error {
    constructor(
        readonly status: number,
        readonly title: string,
        readonly detail: string,
        readonly field: string | undefined = undefined,
        readonly requestId: string | undefined = undefined,
        /** Which one it is, and what helps, where the server says so. */
        readonly known: { readonly number: number; readonly remedy: string } | undefined = undefined,
    ) {
        super(detail || title);
    }

    /** The server has no such page of its interface: an older one, or one that does without. */
    get isNotOffered(): boolean {
        return this.status === 404 || this.status === 405 || this.status === 501;
    }

    get isSignedOut(): boolean {
        return this.status === 401;
    }

    get isForbidden(): boolean {
        return this.status === 403;
    }

    /** Nobody answered at all. */
    get isUnreachable(): boolean {
        return this.status === 0;
    }
}

/** What people's sign-in, approvals and governance answer. */

export interface Session {
    readonly person: string;
    readonly name: string;
    readonly roles: readonly string[];
    /** What of the interface is open to this person. */
    readonly scopes?: readonly string[];
    readonly csrf: string;
    readonly expires: string;
}

export interface SignInChallenge {
    readonly challenge: string;
    readonly nonce: string;
    readonly rpId: string;
    readonly origin?: string;
    readonly allowCredentials?: readonly { readonly id: string }[];
    readonly timeout?: number;
}

export interface Assertion {
    readonly credentialId: string;
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
}

export interface Invitation {
    readonly name: string;
    readonly organisation: string;
    readonly rpId: string;
    readonly challenge: string;
    readonly userHandle: string;
}

export interface Person {
    readonly id: string;
    readonly name: string;
    readonly status?: string;
    readonly roles: readonly string[];
    readonly groups?: readonly string[];
    readonly rights?: readonly string[];
    readonly keys: readonly {
        readonly id: string;
        readonly kind: string;
        readonly added?: string;
        readonly lastUsed?: string;
        readonly revoked?: boolean;
    }[];
}

export interface AskedRule {
    readonly rule: string;
    readonly sentence?: string;
    readonly asksMe?: boolean;
    readonly missing?: string;
}

/** What a passkey is to sign, with all that its statement holds, so that it is computed again here. */
export interface Asked {
    readonly challenge: string;
    readonly policy?: string;
    readonly at?: number | string;
    readonly expires?: number | string;
}

export interface Decision {
    readonly effects?: readonly string[];
    readonly from?: string;
    readonly to?: string;
    readonly rules?: readonly AskedRule[];
    readonly simulation?: { readonly changes?: readonly string[]; readonly outcome?: string };
    readonly reasons?: readonly { readonly reason: string; readonly weight?: number }[];
    readonly comparisonCode?: string;
    readonly approve?: Asked;
    readonly reject?: Asked;
}

export interface Draft {
    readonly id: string;
    readonly intent?: string;
    readonly challenge?: string;
    readonly comparisonCode?: string;
    readonly effects?: readonly string[];
    readonly warnings?: readonly string[];
}

export interface Verdict {
    readonly node: string;
    readonly decision?: string;
    readonly policy?: string;
    readonly sentence?: string;
    readonly at?: string;
    readonly rules?: readonly {
        readonly rule: string;
        readonly effect?: string;
        readonly matched?: boolean;
        readonly unmet?: string;
        readonly sentence?: string;
    }[];
}

export interface DocumentVersion {
    readonly kind: string;
    readonly version: number;
    readonly hash: string;
    readonly effectiveFrom?: string;
}

export interface ChangeLine {
    readonly sentence: string;
    readonly direction?: string;
}

export interface Proposal {
    readonly id: string;
    readonly kind: string;
    readonly by?: string;
    readonly changes?: readonly ChangeLine[];
    readonly findings?: readonly string[];
    readonly direction?: string;
    readonly challenge?: string;
    readonly stands?: string;
    readonly effectiveFrom?: string;
    readonly asks?: readonly string[];
}

export interface FreezeOrder {
    readonly id: string;
    readonly scope: string;
    readonly reason: string;
    readonly by: string;
    readonly at: string;
    readonly challenge?: string;
    readonly unfreeze?: readonly string[];
}

export interface LogEntry {
    readonly node: string;
    readonly index: number;
    readonly kind: string;
    readonly at?: string;
    readonly sentence?: string;
    readonly subject?: string;
    /** Hex of the entry itself. */
    readonly leaf?: string;
    readonly proof?: readonly string[];
    readonly checkpoint?: string;
}

export interface Ceremony {
    readonly id: string;
    readonly kind: string;
    readonly key?: string;
    readonly stands: string;
    readonly participants?: readonly { readonly name: string; readonly stands: string }[];
    readonly startedAt?: string;
}

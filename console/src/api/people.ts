import type { NewPasskey } from "../proof/newkey";

/** What people's sign-in, approvals and governance answer. */

export interface Session {
    readonly person: string;
    readonly name: string;
    readonly roles: readonly string[];
    /** What of the interface is open to this person. */
    readonly scopes?: readonly string[];
    /** By a passkey, or by the organisation's provider. */
    readonly way?: string;
    readonly csrf: string;
    readonly expires: string;
}

/** By what, beside passkeys, people may sign in. */
export interface SignInWays {
    /** What people call the organisation's provider. */
    readonly provider?: string;
}

/** That an account at the provider is a person's, for a passkey to sign. */
export interface IdentityStatement {
    readonly issuer: string;
    readonly subject: string;
    readonly person: string;
    readonly at: string;
    readonly toSign: ToSign;
}

export interface Identity {
    readonly id: string;
    readonly issuer: string;
    readonly subject: string;
    readonly person: string;
    /** Whose passkey signed it, if that still counts. */
    readonly by?: string;
    readonly stands: boolean;
    readonly at: string;
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
    readonly human: string;
    readonly name: string;
    readonly status: string;
    readonly rights: readonly string[];
    readonly roles: readonly string[];
    readonly here: readonly string[];
    readonly keys: readonly {
        readonly id: string;
        readonly kind: string;
        readonly strength: string;
        readonly revoked: boolean;
    }[];
    readonly lastUsedAt?: string;
}

export interface People {
    readonly version: number;
    readonly hash: string;
    readonly people: readonly Person[];
}

/** What a passkey is asked to sign; computed again here before it is. */
export interface ToSign {
    readonly challenge: string;
    readonly rpId: string;
    readonly allowCredentials: readonly string[];
}

/** What goes with an answer, exactly as given, with all that its statement holds. */
export interface ToAnswer {
    readonly answer: string;
    readonly policySeen: string;
    readonly at: string;
    readonly expiresAt: string;
    readonly toSign: ToSign;
}

export interface Decision {
    readonly id: string;
    readonly effects: readonly string[];
    readonly initiator?: string;
    readonly asked: readonly {
        readonly group: string;
        readonly members: readonly string[];
        readonly min: number;
        readonly have: number;
        readonly initiatorExcluded: boolean;
        readonly strength: string;
    }[];
    readonly asksMe: boolean;
    readonly because: readonly string[];
    readonly answers: readonly {
        readonly person?: string;
        readonly name?: string;
        readonly answer: string;
        readonly at: string;
        /** In words that nobody signed. */
        readonly reason?: string;
    }[];
    readonly expiresAt: string;
    readonly approve?: ToAnswer;
    readonly reject?: ToAnswer;
}

/** An intent over a draft, for its initiator's passkey. */
export interface Asked {
    readonly intentId: string;
    readonly intent: string;
    readonly toSign: ToSign;
    readonly effects: readonly string[];
    readonly comparisonCode: string;
    readonly warnings: readonly string[];
    readonly expiresAt: string;
}

export interface Verdicts {
    readonly nodes: readonly {
        readonly node: string;
        readonly said: string;
        readonly words: string;
        readonly at: string;
    }[];
    readonly explained?: {
        readonly decision: string;
        readonly deciding: readonly string[];
        readonly because: readonly string[];
        readonly rules: readonly {
            readonly rule: string;
            readonly how: string;
            readonly leg?: string | number;
            readonly criterion?: string;
            readonly sentence: string;
        }[];
    };
}

export interface DocumentVersion {
    readonly kind: string;
    readonly version: number;
    readonly hash: string;
    readonly effectiveFrom?: string;
}

export interface Proposal {
    readonly id: string;
    readonly kind: string;
    readonly what: string;
    readonly tightens: boolean;
    readonly differences: readonly string[];
    readonly remarks?: readonly string[];
    /** Hex of the change itself: without it nobody could tell what a passkey signs. */
    readonly change: string;
    readonly toSign: ToSign;
}

/** A change that nodes know. */
export interface Proposed extends Proposal {
    readonly by: string;
    readonly reason: string;
    readonly answers: readonly { readonly person?: string; readonly answer: string; readonly at: string }[];
    readonly expiresAt: string;
    readonly approve?: ToAnswer;
    readonly reject?: ToAnswer;
}

/** What is open, and what it waits for at each node. */
export interface OpenProposal {
    readonly id: string;
    readonly by: string;
    readonly proposal: string;
    readonly seenAt: string;
    readonly stands: readonly Said[];
}

export interface WaitingKey {
    readonly id: string;
    readonly name: string;
    readonly roles: readonly string[];
    readonly keyId?: string;
    readonly strength?: string;
    readonly passkey?: NewPasskey;
    readonly expiresAt: string;
}

export interface FreezeOrder {
    readonly id: string;
    /** Hex. */
    readonly order: string;
    readonly reason: string;
    readonly toSign: ToSign;
}

export interface Said {
    readonly node: string;
    readonly followed: boolean;
    readonly words: string;
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
    readonly key: string;
    readonly epoch: number;
    readonly stands: string;
    readonly participants: readonly { readonly name: string; readonly stands: string; readonly at: string }[];
    readonly startedAt?: string;
}

/** What a draft of the policy would have made of what was asked for before. */
/** What two policies make of one request, as control reads them. */
export interface Compared {
    readonly before: NonNullable<Verdicts["explained"]>;
    readonly after: NonNullable<Verdicts["explained"]>;
}

export interface Replayed {
    readonly days: number;
    readonly matters: number;
    readonly cut: boolean;
    readonly summary: string;
    readonly changes: readonly Turn[];
}

export interface Turn {
    readonly withdrawalId: string;
    readonly turn: string;
    readonly before: string;
    readonly after: string;
    readonly why: string;
}

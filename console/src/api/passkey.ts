import { base64url, ofBase64url } from "../proof/bytes";
import type { Assertion } from "./people";

/** The person turned away, waited too long, or has no key for this: no fault of anybody's. */
export class NotSigned extends Error {}

/** Asks the person's passkey to sign a challenge, with its user verified. */
export async function sign(
    challenge: Uint8Array,
    rpId: string,
    credentials: readonly string[] = [],
): Promise<Assertion> {
    const answer = await asked(
        navigator.credentials.get({
            publicKey: {
                challenge: new Uint8Array(challenge),
                rpId,
                userVerification: "required",
                allowCredentials: credentials.map((id) => ({ type: "public-key", id: ofBase64url(id) })),
            },
        }),
    );
    const response = answer.response as AuthenticatorAssertionResponse;
    return {
        credentialId: base64url(new Uint8Array(answer.rawId)),
        clientDataJSON: base64url(new Uint8Array(response.clientDataJSON)),
        authenticatorData: base64url(new Uint8Array(response.authenticatorData)),
        signature: base64url(new Uint8Array(response.signature)),
    };
}

export interface NewKey {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
}

/** Has a new passkey made. ES256 or EdDSA: what a node verifies. */
export async function register(
    challenge: string,
    rp: { id: string; name: string },
    user: { handle: string; name: string },
): Promise<NewKey> {
    const made = await asked(
        navigator.credentials.create({
            publicKey: {
                challenge: ofBase64url(challenge),
                rp,
                user: { id: ofBase64url(user.handle), name: user.name, displayName: user.name },
                pubKeyCredParams: [
                    { type: "public-key", alg: -7 },
                    { type: "public-key", alg: -8 },
                ],
                authenticatorSelection: { residentKey: "required", userVerification: "required" },
                attestation: "none",
            },
        }),
    );
    const response = made.response as AuthenticatorAttestationResponse;
    return {
        authenticatorData: base64url(new Uint8Array(response.getAuthenticatorData())),
        clientDataJSON: base64url(new Uint8Array(response.clientDataJSON)),
    };
}

async function asked(answer: Promise<Credential | null>): Promise<PublicKeyCredential> {
    try {
        const credential = await answer;
        if (credential instanceof PublicKeyCredential) return credential;
    } catch (cause) {
        if (!(cause instanceof DOMException)) throw cause;
    }
    throw new NotSigned();
}

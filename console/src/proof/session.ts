import { Malformed, equal, ofBase64url, ofHex } from "./bytes";
import { Transcript } from "./transcript";

/**
 * What a passkey signs to sign in, computed here: a server that asks for a signature under something else, such as an
 * approval, is found out before anything is signed. docs/spec/session.md SN-1.
 */
export async function signInChallenge(asked: { challenge: string; nonce: string }, origin: string) {
    const own = await Transcript.of("tallystick/control/v1/sign-in")
        .text("origin", origin)
        .add("nonce", ofBase64url(asked.nonce))
        .digest();
    if (!equal(own, ofBase64url(asked.challenge))) throw new Malformed("a challenge of something else");
    return own;
}

/** The id of an order to freeze, which is what a passkey signs: docs/spec/governance.md GO-11. */
export async function freezeId(asked: { order: string; toSign: { challenge: string } }) {
    return same(
        await Transcript.of("tallystick/governance/v1/freeze").add("order", ofHex(asked.order)).digest(),
        asked,
    );
}

/** The id of a change of governance: docs/spec/governance.md GO-3. */
export async function changeId(asked: { change: string; toSign: { challenge: string } }) {
    return same(
        await Transcript.of("tallystick/governance/v1/change").add("change", ofHex(asked.change)).digest(),
        asked,
    );
}

/** That an account at the provider is a person's, of what the screen shows: docs/spec/session.md SN-8. */
export async function identityDigest(
    asked: { issuer: string; at: string; toSign: { challenge: string } },
    shown: { origin: string; subject: string; person: string },
) {
    return same(
        await Transcript.of("tallystick/control/v1/identity")
            .text("origin", shown.origin)
            .text("issuer", asked.issuer)
            .text("subject", shown.subject)
            .text("person", shown.person)
            .number("at", Math.floor(Date.parse(asked.at) / 1000))
            .digest(),
        asked,
    );
}

function same(own: Uint8Array, asked: { toSign: { challenge: string } }): Uint8Array {
    if (!equal(own, ofBase64url(asked.toSign.challenge))) throw new Malformed("a challenge of something else");
    return own;
}

import { Malformed, equal, ofBase64url } from "./bytes";
import { Transcript } from "./transcript";

/**
 * What a passkey signs to sign in, computed here: a server that asks for a signature under something else, such as an
 * approval, is found out before anything is signed. docs/spec/session.md SE-1.
 */
export async function signInChallenge(asked: { challenge: string; nonce: string }, origin: string) {
    const own = await Transcript.of("tallystick/control/v1/sign-in")
        .text("origin", origin)
        .add("nonce", ofBase64url(asked.nonce))
        .digest();
    if (!equal(own, ofBase64url(asked.challenge))) throw new Malformed("a challenge of something else");
    return own;
}

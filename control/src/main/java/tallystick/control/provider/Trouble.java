package tallystick.control.provider;

import java.util.Optional;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;

/// Why nobody is signed in at the provider, and what helps.
///
/// **Form** the number is for ever. 50xx: nobody is to blame who signs in; 51xx: what his browser brought; 52xx: what
/// the provider said of him.
enum Trouble {
    /// Off.
    NOT_OFFERED(5001, Code.ABSENT, "control was started without a provider", "sign in by passkey"),
    /// No answer.
    SILENT(
            5002,
            Code.UNREACHABLE,
            "the provider does not answer",
            "look at the provider and the way to it; sign in by passkey meanwhile"),
    /// On a network where it may not be.
    BARRED(
            5003,
            Code.UNREACHABLE,
            "the provider leads to an address that is not everybody's, or is not reached by https",
            "start control with --oidc-private if the provider is on a private network"),
    /// A discovery document that cannot be used.
    UNFIT(
            5004,
            Code.UNREACHABLE,
            "what the provider says of itself cannot be used",
            "compare --oidc-issuer with the provider's own document; the detail says what is wrong"),
    /// The client is refused.
    CLIENT_REFUSED(
            5005,
            Code.UNREACHABLE,
            "the provider does not take control for its client",
            "compare --oidc-client-id, the file of the secret and the redirect address with what the provider has"),
    /// Not begun here.
    NOT_BEGUN(
            5101,
            Code.UNSIGNED,
            "this browser began no such sign-in, began it too long ago, or it was answered before",
            "begin again on the page of the sign-in"),
    /// Another sign-in's answer.
    OTHER_STATE(
            5102,
            Code.UNSIGNED,
            "the answer belongs to another sign-in",
            "begin again; if a link brought you here, somebody wanted you signed in as another: tell who keeps"
                    + " control"),
    /// A mix-up.
    OTHER_ISSUER(
            5103,
            Code.UNSIGNED,
            "the answer is another provider's",
            "begin again; if it happens again, tell who keeps control"),
    /// The provider said no.
    TURNED_AWAY(5104, Code.UNSIGNED, "the provider signed nobody in", "the detail has its word; begin again"),
    /// The code does not count.
    CODE_REFUSED(5105, Code.UNSIGNED, "the provider does not take the code", "begin again"),
    /// Not signed as it has to be.
    FORGED(
            5201,
            Code.UNSIGNED,
            "the token is not signed by a key of the provider's in a way that counts",
            "have the provider sign with RS256, PS256 or ES256 and publish its keys; if it does, an incident"),
    /// Somebody else's.
    NOT_OURS(
            5202,
            Code.UNSIGNED,
            "the token is of another provider or for another client",
            "compare --oidc-issuer and --oidc-client-id with what the provider has; if they agree, an incident"),
    /// Too old, or of the future.
    STALE(
            5203,
            Code.UNSIGNED,
            "the token is not of now",
            "compare the clocks of control and of the provider; begin again"),
    /// Of another sign-in.
    OTHER_NONCE(
            5204,
            Code.UNSIGNED,
            "the token was made for another sign-in",
            "begin again; if it happens again, an incident"),
    /// Not as was asked.
    TOO_WEAK(
            5205,
            Code.UNSIGNED,
            "the provider did not sign you in lately enough, or not in the way that is asked",
            "sign in at the provider anew, in the way the organisation asks"),
    /// No name.
    NAMELESS(
            5206,
            Code.UNSIGNED,
            "the token names no account",
            "have the provider send a subject of 1..255 characters of ASCII"),
    /// Bound to nobody.
    NOBODY(
            5207,
            Code.UNSIGNED,
            "this account is bound to nobody",
            "give the subject to somebody who may propose documents, to bind it; sign in by passkey meanwhile"),
    /// Bound, but not in force.
    LAPSED(
            5208,
            Code.UNSIGNED,
            "this account is bound to somebody who counts no more, or by somebody who does not",
            "have somebody who may propose documents bind it again, if the person is active");

    private final int number;
    private final Code code;
    private final String text;
    private final String remedy;

    Trouble(int number, Code code, String text, String remedy) {
        this.number = number;
        this.code = code;
        this.text = text;
        this.remedy = remedy;
    }

    int number() {
        return number;
    }

    /// As the API answers it.
    Problem problem() {
        return problem(Optional.empty());
    }

    /// The same, with what is known besides.
    Problem problem(String more) {
        return problem(Optional.of(more));
    }

    private Problem problem(Optional<String> more) {
        return Problem.of(
                code,
                more.map(each -> "%s: %s".formatted(text, each)).orElse(text),
                new Problem.Remedy(number, remedy));
    }
}

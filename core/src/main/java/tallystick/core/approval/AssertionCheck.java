package tallystick.core.approval;

import java.util.Optional;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// Whether a passkey's assertion is one over a challenge, by the standard's steps, the signature first.
///
/// @spec https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion WebAuthn Level 3 §7.2 (verifying an assertion)
public final class AssertionCheck {
    private static final String CEREMONY = "webauthn.get";

    /// What came of it.
    public sealed interface Outcome {
        /// It holds.
        ///
        /// @param count as the authenticator counts, 0 if it does not
        record Holds(long count) implements Outcome {}

        /// It does not.
        record Fails(Refusal why) implements Outcome {}
    }

    private AssertionCheck() {}

    /// Checks the proof of a statement by a key of any kind.
    public static Outcome check(PersonKey key, Proof proof, Digest32 statement) {
        return switch (proof) {
            case Proof.Assertion assertion
            when key instanceof PersonKey.Passkey passkey -> check(passkey, assertion, statement);
            case Proof.Plain plain
            when !(key instanceof PersonKey.Passkey) ->
                Proof.verifies(key, statement, plain) ? new Outcome.Holds(0) : new Outcome.Fails(Refusal.BAD_SIGNATURE);
            default -> new Outcome.Fails(Refusal.OTHER_KIND_OF_PROOF);
        };
    }

    /// Checks a passkey's.
    ///
    /// @param challenge what was to be signed
    /// @spec docs/spec/approval.md#AP-6 approval
    public static Outcome check(PersonKey.Passkey passkey, Proof.Assertion assertion, Digest32 challenge) {
        // > §7.2 steps 20-21: the signature is over the authenticator's data and the hash of the client's.
        var client = StandardHash.sha256(assertion.clientDataJson()).bytes();
        if (!passkey.key().verifies(Bytes.concat(assertion.authenticatorData(), client), assertion.signature()))
            return new Outcome.Fails(Refusal.BAD_SIGNATURE);
        if (!(AuthenticatorReport.parse(assertion.authenticatorData())
                        instanceof Parsed.Ok<AuthenticatorReport>(var authenticator))
                || !(ClientReport.parse(assertion.clientDataJson()) instanceof Parsed.Ok<ClientReport>(var page)))
            return new Outcome.Fails(Refusal.MALFORMED_ASSERTION);
        return page(passkey, page, challenge)
                .or(() -> authenticator(passkey, authenticator))
                .<Outcome>map(Outcome.Fails::new)
                .orElseGet(() -> new Outcome.Holds(authenticator.count()));
    }

    private static Optional<Refusal> page(PersonKey.Passkey passkey, ClientReport page, Digest32 challenge) {
        // > §7.2 steps 10-14: type, challenge, origin, and that nobody embedded the page.
        if (!page.type().equals(CEREMONY)) return Optional.of(Refusal.OTHER_CEREMONY);
        if (!page.challenges(challenge)) return Optional.of(Refusal.OTHER_CHALLENGE);
        if (!passkey.origins().contains(page.origin())) return Optional.of(Refusal.OTHER_ORIGIN);
        return page.isEmbedded() ? Optional.of(Refusal.EMBEDDED_PAGE) : Optional.empty();
    }

    private static Optional<Refusal> authenticator(PersonKey.Passkey passkey, AuthenticatorReport report) {
        // > §7.2 steps 15-19: the relying party, presence, verification, and backup as it was at registration.
        if (!report.relyingParty().equals(StandardHash.sha256(Bytes.ofUtf8(passkey.relyingParty()))))
            return Optional.of(Refusal.OTHER_RELYING_PARTY);
        if (!report.has(AuthenticatorReport.Flag.USER_PRESENT)) return Optional.of(Refusal.USER_NOT_PRESENT);
        if (!report.has(AuthenticatorReport.Flag.USER_VERIFIED)) return Optional.of(Refusal.USER_NOT_VERIFIED);
        var isEligible = report.has(AuthenticatorReport.Flag.BACKUP_ELIGIBLE);
        if (isEligible == passkey.isDeviceBound()) return Optional.of(Refusal.OTHER_BACKUP);
        return report.has(AuthenticatorReport.Flag.BACKED_UP) && !isEligible
                ? Optional.of(Refusal.OTHER_BACKUP)
                : Optional.empty();
    }
}

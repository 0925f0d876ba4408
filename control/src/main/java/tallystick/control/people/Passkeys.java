package tallystick.control.people;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.control.access.Caller;
import tallystick.control.answer.Given;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.core.approval.AssertionCheck;
import tallystick.core.approval.Proof;
import tallystick.core.people.CredentialKey;
import tallystick.core.people.Person;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// What passkeys signed, as browsers bring it.
///
/// **Why** control verifies it although nodes do: an answer that nodes find forged freezes what it answers, and whoever
/// is signed in could stop everything by sending nonsense.
@Component
public final class Passkeys {
    private static final int CREDENTIAL_BYTES_MAX = 1023;
    private static final int CLIENT_BYTES_MAX = 2048;
    private static final int AUTHENTICATOR_BYTES_MAX = 255;
    private static final int SIGNATURE_BYTES_MAX = 128;

    private final People people;

    Passkeys(People people) {
        this.people = people;
    }

    /// An assertion as browsers give it, each part in base64url.
    public record AssertionBody(
            @Nullable String credentialId,
            @Nullable String clientDataJSON,
            @Nullable String authenticatorData,
            @Nullable String signature) {}

    /// What a page is to ask for: a signature over a challenge, by one key or any that counts.
    ///
    /// @param challenge base64url
    /// @param rpId the domain of the passkey
    /// @param allowCredentials by which keys, base64url; by any if empty
    public record ToSign(String challenge, String rpId, List<String> allowCredentials) {}

    /// What was signed, by a passkey of the document.
    public record Signed(Person person, PersonKey.Passkey passkey, Proof.Assertion proof) {}

    /// What a page is to ask a person for.
    ///
    /// @param keys of his that may sign
    public static ToSign toSign(Digest32 challenge, List<PersonKey.Passkey> keys) {
        return new ToSign(
                text(challenge.bytes()),
                keys.isEmpty() ? "" : keys.getFirst().relyingParty(),
                keys.stream().map(key -> text(key.credential())).toList());
    }

    /// The passkeys that a person may use now.
    public List<PersonKey.Passkey> of(Person person) {
        return person.keys().stream()
                .filter(held -> !held.isRevoked())
                .flatMap(held -> held.key() instanceof PersonKey.Passkey passkey ? Stream.of(passkey) : Stream.empty())
                .toList();
    }

    /// Who asks, as the document has him.
    ///
    /// @throws Problem if no person does
    public Person person(Caller caller) {
        return caller.person()
                .flatMap(people.inForce()::person)
                .orElseThrow(() -> Problem.of(Code.CONFLICT, "a person who is signed in has to ask for this"));
    }

    static SignIn.Brought brought(@Nullable AssertionBody body) {
        var given = Given.there("assertion", body);
        return new SignIn.Brought(
                Given.base64url("credentialId", given.credentialId(), CREDENTIAL_BYTES_MAX),
                Given.base64url("clientDataJSON", given.clientDataJSON(), CLIENT_BYTES_MAX),
                Given.base64url("authenticatorData", given.authenticatorData(), AUTHENTICATOR_BYTES_MAX),
                Given.base64url("signature", given.signature(), SIGNATURE_BYTES_MAX));
    }

    /// The passkey of whoever asks that signed this.
    ///
    /// @throws Problem if it is none of his that counts, or did not sign just this
    public Signed verify(Caller caller, @Nullable AssertionBody body, Digest32 challenge) {
        var brought = brought(body);
        var holder = people.holder(brought.credential())
                .filter(each ->
                        caller.person().filter(each.person().id()::equals).isPresent())
                .orElseThrow(() -> Problem.field("assertion", "a passkey of who asks that counts"));
        var proof = assertion(holder.passkey(), brought)
                .orElseThrow(() -> Problem.field("assertion", "a signature of the passkey's algorithm"));
        var outcome = AssertionCheck.check(holder.passkey(), proof, challenge);
        if (outcome instanceof AssertionCheck.Outcome.Fails(var why))
            throw Problem.field(
                    "assertion",
                    "one that holds (%s)"
                            .formatted(why.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        return new Signed(holder.person(), holder.passkey(), proof);
    }

    /// Whether a proof is of the key of this name in the document in force.
    public Optional<PersonKey> key(Digest32 keyId) {
        return people.inForce().holding(keyId).map(holding -> holding.held().key());
    }

    /// What a browser gave, as everybody else reads it: a signature in its one form.
    static Optional<Proof.Assertion> assertion(PersonKey.Passkey passkey, SignIn.Brought brought) {
        try {
            var parsed =
                    switch (passkey.key()) {
                        case CredentialKey.Es256 _ ->
                            Proof.Assertion.ofDer(
                                    brought.authenticatorData(), brought.clientData(), brought.signature());
                        case CredentialKey.EdDsa _ ->
                            new Parsed.Ok<>(new Proof.Assertion(
                                    brought.authenticatorData(), brought.clientData(), brought.signature()));
                    };
            return parsed instanceof Parsed.Ok<Proof.Assertion>(var good) ? Optional.of(good) : Optional.empty();
        } catch (IllegalArgumentException tooLong) {
            return Optional.empty();
        }
    }

    static String text(Bytes bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
    }
}

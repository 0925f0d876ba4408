package tallystick.core.approval;

import java.util.List;
import java.util.Optional;
import tallystick.core.people.CredentialKey;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// What an authenticator says when it makes a passkey.
///
/// **Why** no attestation is asked for: whoever enters the key in the document of people answers for whose it is, and
/// that document is signed.
///
/// @param relyingParty SHA-256 of the domain it belongs to
/// @param isVerified whether the authenticator verified who touched it
/// @param isDeviceBound whether the key cannot leave its device
/// @param aaguid the model of the authenticator, 16 bytes
/// @param credential the authenticator's name of the key, 16..1023 bytes
///
/// @spec https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential WebAuthn Level 3 §7.1 (registering)
public record Registration(
        Digest32 relyingParty,
        boolean isVerified,
        boolean isDeviceBound,
        Bytes aaguid,
        Bytes credential,
        CredentialKey key) {
    private static final String CEREMONY = "webauthn.create";
    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;
    private static final int ELIGIBLE = 0x08;
    private static final int BACKED_UP = 0x10;
    private static final int HAS_CREDENTIAL = 0x40;
    private static final int KNOWN = PRESENT | VERIFIED | ELIGIBLE | BACKED_UP | HAS_CREDENTIAL;
    private static final int AAGUID_BYTES = 16;

    /// Reads authenticator data with a credential in it, and nothing else.
    public static Parsed<Registration> parse(Bytes authenticatorData) {
        return Reader.parse(authenticatorData, reader -> {
            var relyingParty = Digest32.read(reader, "hash of the relying party");
            var start = reader.position();
            var flags = reader.u8("flags");
            if ((flags & ~KNOWN) != 0 || (flags & HAS_CREDENTIAL) == 0 || (flags & PRESENT) == 0)
                throw new MalformedInput(start, "flags of presence, verification, backup and a credential");
            var isEligible = (flags & ELIGIBLE) != 0;
            if ((flags & BACKED_UP) != 0 && !isEligible)
                throw new MalformedInput(start, "no backup of a key that cannot have one");
            var _ = reader.raw(4, "count");
            var aaguid = reader.raw(AAGUID_BYTES, "aaguid");
            var credential = reader.raw(reader.u16("length of the credential"), "credential");
            return new Registration(
                    relyingParty, (flags & VERIFIED) != 0, !isEligible, aaguid, credential, CredentialKey.read(reader));
        });
    }

    /// The passkey that was made for a challenge on a page, if all of it is so.
    ///
    /// @param relyingParty the page's domain
    /// @param origin the page
    /// @spec docs/spec/people.md#PE-7 people
    public static Optional<PersonKey.Passkey> passkey(
            Bytes authenticatorData, Bytes clientDataJson, Digest32 challenge, String relyingParty, String origin) {
        if (!(parse(authenticatorData) instanceof Parsed.Ok<Registration>(var made))
                || !(ClientReport.parse(clientDataJson) instanceof Parsed.Ok<ClientReport>(var page)))
            return Optional.empty();
        var isOfPage = page.type().equals(CEREMONY)
                && page.challenges(challenge)
                && page.origin().equals(origin)
                && !page.isEmbedded();
        var isOfParty = made.relyingParty().equals(StandardHash.sha256(Bytes.ofUtf8(relyingParty)));
        if (!isOfPage || !isOfParty || !made.isVerified()) return Optional.empty();
        try {
            return Optional.of(new PersonKey.Passkey(
                    made.credential(), made.key(), made.aaguid(), relyingParty, List.of(origin), made.isDeviceBound()));
        } catch (IllegalArgumentException outOfRange) {
            return Optional.empty();
        }
    }
}

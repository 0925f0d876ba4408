package tallystick.core.people;

import java.util.List;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.P256VerifyKey;
import tallystick.crypto.seal.VerifyKey;

/// A key by which somebody acts.
///
/// **Form** kind byte, then the parts; `docs/spec/people.md`.
public sealed interface PersonKey {
    /// Signs statements as a program does, on edwards25519.
    record EdKey(VerifyKey key) implements PersonKey {}

    /// Signs statements as a program does, on P-256.
    record NistKey(P256VerifyKey key) implements PersonKey {}

    /// A WebAuthn credential.
    ///
    /// @param credential the authenticator's name of it, 16..1023 bytes
    /// @param key its public key
    /// @param aaguid the model of the authenticator as it said at registration, 16 bytes; zeros if it did not
    /// @param relyingParty the domain it belongs to
    /// @param origins the pages that may ask for it, 1..8, ascending: `https://` and the relying party's domain or
    /// one below it, or `http://localhost` for trials
    /// @param isDeviceBound whether it cannot leave its device: the flag of backup eligibility was not set when it
    /// was registered, and must not be in any signature
    record Passkey(
            Bytes credential,
            CredentialKey key,
            Bytes aaguid,
            String relyingParty,
            List<String> origins,
            boolean isDeviceBound)
            implements PersonKey {
        private static final int CREDENTIAL_BYTES_MIN = 16;
        private static final int CREDENTIAL_BYTES_MAX = 1023;
        private static final int AAGUID_BYTES = 16;
        private static final int ORIGINS_MAX = 8;
        private static final int ORIGIN_BYTES_MAX = 300;
        private static final int DOMAIN_BYTES_MAX = 253;
        private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
        private static final Pattern PORT = Pattern.compile("(:[1-9][0-9]{0,4})?");

        /// @throws IllegalArgumentException if a part is out of range: the caller's fault
        public Passkey {
            origins = List.copyOf(origins);
            if (credential.length() < CREDENTIAL_BYTES_MIN || credential.length() > CREDENTIAL_BYTES_MAX)
                throw new IllegalArgumentException(
                        "credential of %d bytes, not 16..1023".formatted(credential.length()));
            if (aaguid.length() != AAGUID_BYTES)
                throw new IllegalArgumentException("aaguid of %d bytes, not 16".formatted(aaguid.length()));
            if (!DOMAIN.matcher(relyingParty).matches())
                throw new IllegalArgumentException("relying party that is no domain");
            if (origins.isEmpty() || origins.size() > ORIGINS_MAX)
                throw new IllegalArgumentException("%d origins not in 1..8".formatted(origins.size()));
            if (!Order.isAscending(origins)) throw new IllegalArgumentException("origins not ascending");
            for (var origin : origins)
                if (!belongs(origin, relyingParty))
                    throw new IllegalArgumentException("origin that is none of the relying party's");
        }

        private static boolean belongs(String origin, String relyingParty) {
            var isTrial = relyingParty.equals("localhost") && origin.startsWith("http://");
            if (!isTrial && !origin.startsWith("https://")) return false;
            var authority = origin.substring(origin.indexOf("//") + 2);
            var colon = authority.indexOf(':');
            var host = colon < 0 ? authority : authority.substring(0, colon);
            return PORT.matcher(authority.substring(host.length())).matches()
                    && DOMAIN.matcher(host).matches()
                    && (host.equals(relyingParty) || host.endsWith("." + relyingParty));
        }
    }

    /// What a signature by it proves at most.
    /// @spec docs/spec/people.md#PE-4 people
    default AuthStrength strength() {
        return switch (this) {
            case EdKey _, NistKey _ -> AuthStrength.API_KEY;
            case Passkey passkey -> passkey.isDeviceBound() ? AuthStrength.HARDWARE : AuthStrength.PASSKEY;
        };
    }

    /// How approvals and orders name it: the hash of its form.
    default Digest32 id() {
        return Transcript.of("tallystick/people/v1/key").add("key", encode()).digest();
    }

    /// What no two entries of one document may have in common: the public key itself, whatever it is said to be.
    default Bytes material() {
        return switch (this) {
            case EdKey(var key) -> key.bytes();
            case NistKey(var key) -> key.bytes();
            case Passkey passkey ->
                switch (passkey.key()) {
                    case CredentialKey.Es256(var key) -> key.bytes();
                    case CredentialKey.EdDsa(var key) -> key.bytes();
                };
        };
    }

    /// The canonical bytes.
    default Bytes encode() {
        var writer = new Writer();
        write(writer);
        return writer.toBytes();
    }

    /// Writes the canonical bytes.
    default void write(Writer writer) {
        switch (this) {
            case EdKey(var key) -> writer.u8(1).raw(key.bytes());
            case NistKey(var key) -> writer.u8(2).raw(key.bytes());
            case Passkey passkey ->
                writer.u8(3)
                        .variable(passkey.credential())
                        .raw(passkey.key().cose())
                        .raw(passkey.aaguid())
                        .text(passkey.relyingParty())
                        .list(passkey.origins(), (each, origin) -> each.text(origin))
                        .bool(passkey.isDeviceBound());
        }
    }

    /// Reads the canonical bytes of a key.
    static PersonKey read(Reader reader) throws MalformedInput {
        var start = reader.position();
        return switch (reader.u8("kind of key")) {
            case 1 -> new EdKey(VerifyKey.read(reader, "key of a person"));
            case 2 -> new NistKey(P256VerifyKey.read(reader, "key of a person"));
            case 3 -> passkey(reader);
            default -> throw new MalformedInput(start, "kind of key in 1..3");
        };
    }

    private static Passkey passkey(Reader reader) throws MalformedInput {
        var start = reader.position();
        var credential = reader.variable(Passkey.CREDENTIAL_BYTES_MAX, "credential");
        var key = CredentialKey.read(reader);
        var aaguid = reader.raw(Passkey.AAGUID_BYTES, "aaguid");
        var relyingParty = reader.text(Passkey.DOMAIN_BYTES_MAX, "relying party");
        var origins =
                reader.list(1, Passkey.ORIGINS_MAX, "origins", each -> each.text(Passkey.ORIGIN_BYTES_MAX, "origin"));
        var isDeviceBound = reader.bool("device bound");
        try {
            return new Passkey(credential, key, aaguid, relyingParty, origins, isDeviceBound);
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedInput(start, "a good passkey: " + outOfRange.getMessage());
        }
    }
}

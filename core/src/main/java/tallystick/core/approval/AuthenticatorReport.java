package tallystick.core.approval;

import java.util.EnumSet;
import java.util.Set;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Digest32;

/// What an authenticator says with a signature.
///
/// **Form** 37 bytes: the relying party's hash (32), flags, a count of signatures (u32). Nothing follows: a credential
/// belongs to a registration, extensions are never asked for, and what nobody asked for nobody judges.
///
/// @param relyingParty SHA-256 of the domain it signed for
/// @param flags those that were set
/// @param count signatures so far, 0..2^32-1; always 0 of authenticators that do not count
///
/// @spec https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data WebAuthn Level 3 §6.1 (authenticator data)
record AuthenticatorReport(Digest32 relyingParty, Set<Flag> flags, long count) {
    /// What an authenticator asserts.
    enum Flag {
        USER_PRESENT(0x01),
        USER_VERIFIED(0x04),
        BACKUP_ELIGIBLE(0x08),
        BACKED_UP(0x10);

        private final int bit;

        Flag(int bit) {
            this.bit = bit;
        }
    }

    AuthenticatorReport {
        flags = Set.copyOf(flags);
    }

    boolean has(Flag flag) {
        return flags.contains(flag);
    }

    static Parsed<AuthenticatorReport> parse(Bytes data) {
        return Reader.parse(data, reader -> {
            var relyingParty = Digest32.read(reader, "hash of the relying party");
            var flags = flags(reader);
            return new AuthenticatorReport(relyingParty, flags, (long) reader.u16("count") << 16 | reader.u16("count"));
        });
    }

    private static Set<Flag> flags(Reader reader) throws MalformedInput {
        var start = reader.position();
        var bits = reader.u8("flags");
        var flags = EnumSet.noneOf(Flag.class);
        for (var flag : Flag.values()) if ((bits & flag.bit) != 0) flags.add(flag);
        if (flags.stream().mapToInt(flag -> flag.bit).sum() != bits)
            throw new MalformedInput(start, "flags of presence, verification and backup alone");
        return flags;
    }
}

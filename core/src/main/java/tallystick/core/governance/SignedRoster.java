package tallystick.core.governance;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.Signature64;
import tallystick.crypto.seal.VerifyKey;

/// A roster with the signature of the administrator whose key every node pinned at its beginning.
///
/// @param signature over [Roster#statement]
public record SignedRoster(Roster roster, Signature64 signature) {
    private static final int ROSTER_BYTES_MAX = 128 * 1024;

    /// Signs.
    public static SignedRoster of(Roster roster, IdentityKey administrator) {
        return new SignedRoster(roster, administrator.sign(roster.statement()));
    }

    /// Whether `administrator` signed it.
    public boolean isSignedBy(VerifyKey administrator) {
        return administrator.verifies(roster.statement(), signature);
    }

    /// The canonical bytes: u32 length ‖ roster ‖ 64-byte signature.
    public Bytes encode() {
        return new Writer().variable(roster.encode()).raw(signature.bytes()).toBytes();
    }

    /// Reads the canonical bytes and nothing else; does not verify the signature.
    public static Parsed<SignedRoster> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            var roster = reader.variable(ROSTER_BYTES_MAX, "roster");
            var signature = Signature64.read(reader, "roster signature");
            return switch (Roster.parse(roster)) {
                case Parsed.Ok<Roster>(var good) -> new SignedRoster(good, signature);
                case Parsed.Malformed<Roster>(var offset, var expected) ->
                    throw new MalformedInput(4 + offset, expected);
            };
        });
    }
}

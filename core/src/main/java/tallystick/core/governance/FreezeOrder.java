package tallystick.core.governance;

import java.time.Instant;
import tallystick.core.clear.SafeText;
import tallystick.core.people.PersonId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// Somebody's word that something stops.
///
/// @param workspace hash of the genesis
/// @param scope what stops
/// @param by who says so: a person, or a program that watches
/// @param reason why, 1..256 characters, safe to look at as it is
/// @param at when, by his clock, whole seconds
/// @param salt 16 bytes: what was lifted can be frozen again
public record FreezeOrder(Digest32 workspace, FreezeScope scope, PersonId by, String reason, Instant at, Bytes salt) {
    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-freeze");
    private static final Bytes FORMAT = Bytes.copyOf((byte) 1);
    private static final int REASON_CHARACTERS_MAX = 256;
    private static final int SALT_BYTES = 16;

    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public FreezeOrder {
        if (!SafeText.isSafe(reason, REASON_CHARACTERS_MAX))
            throw new IllegalArgumentException("reason not of 1..256 characters that are safe to look at");
        Moments.requireSecond(at);
        if (salt.length() != SALT_BYTES)
            throw new IllegalArgumentException("salt of %d bytes, not 16".formatted(salt.length()));
    }

    /// The canonical bytes.
    /// @spec docs/spec/governance.md#GO-11 governance
    public Bytes encode() {
        var writer = new Writer();
        write(writer);
        return writer.toBytes();
    }

    /// Writes the canonical bytes into a larger form.
    public void write(Writer writer) {
        writer.raw(MAGIC)
                .raw(FORMAT)
                .raw(workspace.bytes())
                .text(by.name())
                .text(reason)
                .u64(at.getEpochSecond())
                .raw(salt);
        scope.write(writer);
    }

    /// Its identity, which is signed.
    public Digest32 id() {
        return Transcript.of("tallystick/governance/v1/freeze")
                .add("order", encode())
                .digest();
    }

    /// Reads the canonical bytes out of a larger form.
    public static FreezeOrder read(Reader reader) throws MalformedInput {
        reader.expect(MAGIC, "freeze magic");
        reader.expect(FORMAT, "freeze format 1");
        var start = reader.position();
        try {
            var workspace = Digest32.read(reader, "workspace");
            var by = new PersonId(reader.text(65, "who froze"));
            var reason = reader.text(4 * REASON_CHARACTERS_MAX, "reason");
            var at = Moments.read(reader, "at");
            var salt = reader.raw(SALT_BYTES, "salt");
            return new FreezeOrder(workspace, FreezeScope.read(reader), by, reason, at, salt);
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedInput(start, "a good freeze: " + outOfRange.getMessage());
        }
    }
}

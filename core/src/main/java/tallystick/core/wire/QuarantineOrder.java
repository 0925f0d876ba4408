package tallystick.core.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.Signature64;

/// An operator's signed word that a node's shares, as they are now, are not to be worked with any more; or that they
/// may be again. The same order goes to every node.
///
/// @param draft what is signed
/// @param signature by the operator over [#statement]
public record QuarantineOrder(Draft draft, Signature64 signature) {
    /// The longest reason, in bytes of UTF-8.
    public static final int REASON_BYTES_MAX = 512;

    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-quarantine-order");
    private static final Bytes VERSION = Bytes.copyOf((byte) 1);
    private static final int NAME_BYTES_MAX = 32;
    private static final int SALT_LENGTH_BYTES = 32;

    /// What is ordered.
    public enum Kind {
        /// The node's present shares are out of use.
        QUARANTINE(1),
        /// They are in use again.
        LIFT(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static Kind read(Reader reader) throws MalformedInput {
            var start = reader.position();
            var code = reader.u8("kind");
            for (var kind : values()) if (kind.code == code) return kind;
            throw new MalformedInput(start, "kind 1 or 2");
        }
    }

    /// What an operator fills in.
    ///
    /// @param node name of the node in question
    /// @param reason in the operator's words, 1 to 512 bytes; goes into the log
    /// @param expiresAt nobody follows it at or after this second
    /// @param salt 32 fresh bytes
    /// @param operator name of the operator in the roster
    public record Draft(Kind kind, String node, String reason, Instant expiresAt, Bytes salt, String operator) {
        /// @throws IllegalArgumentException if a part is out of range: the caller's fault
        public Draft {
            var bytes = reason.getBytes(StandardCharsets.UTF_8).length;
            if (bytes < 1 || bytes > REASON_BYTES_MAX)
                throw new IllegalArgumentException(
                        "reason of %d bytes not in 1..%d".formatted(bytes, REASON_BYTES_MAX));
            if (salt.length() != SALT_LENGTH_BYTES)
                throw new IllegalArgumentException("salt of %d bytes, not 32".formatted(salt.length()));
            if (expiresAt.getNano() != 0 || expiresAt.getEpochSecond() < 0)
                throw new IllegalArgumentException("expiry not a whole second since 1970");
        }

        /// Signs.
        public QuarantineOrder sign(IdentityKey key) {
            return new QuarantineOrder(this, key.sign(statement()));
        }

        Bytes encode() {
            var writer = new Writer().raw(MAGIC).raw(VERSION).u8(kind.code);
            Text.write(writer, node);
            Text.write(writer, reason);
            writer.u64(expiresAt.getEpochSecond()).raw(salt);
            Text.write(writer, operator);
            return writer.toBytes();
        }

        Digest32 statement() {
            return Transcript.of("tallystick/quarantine-order/v1/signed")
                    .add("order", encode())
                    .digest();
        }
    }

    /// What the operator signs.
    public Digest32 statement() {
        return draft.statement();
    }

    /// The canonical bytes.
    /// @spec docs/spec/quarantine.md#QU-1 quarantine
    public Bytes encode() {
        return Bytes.concat(draft.encode(), signature.bytes());
    }

    /// Reads the canonical bytes and nothing else; does not verify the signature.
    public static Parsed<QuarantineOrder> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "quarantine order magic");
            reader.expect(VERSION, "quarantine order version 1");
            var kind = Kind.read(reader);
            var start = reader.position();
            try {
                var draft = new Draft(
                        kind,
                        Text.read(reader, NAME_BYTES_MAX, "node"),
                        Text.read(reader, REASON_BYTES_MAX, "reason"),
                        CeremonyOrder.second(reader),
                        reader.raw(SALT_LENGTH_BYTES, "salt"),
                        Text.read(reader, NAME_BYTES_MAX, "operator"));
                return new QuarantineOrder(draft, Signature64.read(reader, "operator signature"));
            } catch (IllegalArgumentException outOfRange) {
                throw new MalformedInput(start, "a good order: " + outOfRange.getMessage());
            }
        });
    }
}

package tallystick.core.wire;

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

/// An operator's signed order to generate a key. The same order goes to every node of the tree.
///
/// @param schemeCode as in `mpc.key.Scheme`
/// @param tree text of the quorum tree; its names are nodes of the roster
/// @param rosterVersion the roster it was written for
/// @param expiresAt no node begins at or after this second
/// @param salt 32 fresh bytes: the order is good for one key
/// @param operator name of the operator in the roster
/// @param signature by the operator over [#statement]
public record CeremonyOrder(
        int schemeCode,
        String tree,
        int rosterVersion,
        Instant expiresAt,
        Bytes salt,
        String operator,
        Signature64 signature) {
    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-ceremony-order");
    private static final Bytes VERSION = Bytes.copyOf((byte) 1);
    private static final int TREE_BYTES_MAX = 4096;

    /// What an operator fills in.
    public record Draft(
            int schemeCode, String tree, int rosterVersion, Instant expiresAt, Bytes salt, String operator) {
        /// Signs.
        public CeremonyOrder sign(IdentityKey key) {
            return new CeremonyOrder(schemeCode, tree, rosterVersion, expiresAt, salt, operator, key.sign(statement()));
        }

        Bytes encode() {
            var writer = new Writer().raw(MAGIC).raw(VERSION).u8(schemeCode);
            Text.write(writer, tree);
            writer.u32(rosterVersion).u64(expiresAt.getEpochSecond()).raw(salt);
            Text.write(writer, operator);
            return writer.toBytes();
        }

        Digest32 statement() {
            return Transcript.of("tallystick/ceremony-order/v1/signed")
                    .add("order", encode())
                    .digest();
        }
    }

    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public CeremonyOrder {
        if (salt.length() != 32)
            throw new IllegalArgumentException("salt of %d bytes, not 32".formatted(salt.length()));
        if (expiresAt.getNano() != 0 || expiresAt.getEpochSecond() < 0)
            throw new IllegalArgumentException("expiry not a whole second since 1970");
    }

    /// What the operator signs.
    public Digest32 statement() {
        return draft().statement();
    }

    /// Names this order.
    public Digest32 id() {
        return Transcript.of("tallystick/ceremony-order/v1/id")
                .add("order", draft().encode())
                .digest();
    }

    /// The canonical bytes.
    public Bytes encode() {
        return Bytes.concat(draft().encode(), signature.bytes());
    }

    /// Reads the canonical bytes and nothing else; does not verify the signature.
    public static Parsed<CeremonyOrder> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "ceremony order magic");
            reader.expect(VERSION, "ceremony order version 1");
            return new CeremonyOrder(
                    reader.u8("scheme"),
                    Text.read(reader, TREE_BYTES_MAX, "tree"),
                    reader.u32("roster version"),
                    second(reader),
                    reader.raw(32, "salt"),
                    Text.read(reader, 32, "operator"),
                    Signature64.read(reader, "operator signature"));
        });
    }

    private static Instant second(Reader reader) throws MalformedInput {
        var start = reader.position();
        var second = reader.u64("expiry");
        if (second > Instant.MAX.getEpochSecond()) throw new MalformedInput(start, "expiry within the calendar");
        return Instant.ofEpochSecond(second);
    }

    private Draft draft() {
        return new Draft(schemeCode, tree, rosterVersion, expiresAt, salt, operator);
    }
}

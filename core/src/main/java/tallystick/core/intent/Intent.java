package tallystick.core.intent;

import java.time.Instant;
import java.util.List;
import tallystick.core.chain.ChainId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.VerifyKey;

/// The full content somebody wants signed: one transaction, by one key, before one moment.
///
/// **Form** canonical bytes as specified in `docs/spec/intent.md`; at most [#LENGTH_BYTES_MAX]. Whatever describes the
/// transaction is inside the transaction's own bytes and is decoded again by every node.
///
/// @param keyId which key signs
/// @param path non-hardened derivation steps below the key, each 0..2^31-1, at most 8
/// @param chain which chain the bytes are for
/// @param transaction the whole unsigned transaction
/// @param digests what the initiator believes is to be signed; a node recomputes them and refuses a difference
/// @param expiresAt no node starts to sign at or after this second
/// @param initiator the key that signs this intent
/// @param salt 16 bytes chosen by the initiator, so that the same payment can be meant twice
public record Intent(
        Digest32 keyId,
        List<Integer> path,
        ChainId chain,
        Bytes transaction,
        List<Digest32> digests,
        Instant expiresAt,
        VerifyKey initiator,
        Bytes salt) {
    /// The longest canonical form.
    public static final int LENGTH_BYTES_MAX = 256 * 1024;

    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-intent");
    private static final int VERSION = 1;
    private static final int SALT_BYTES = 16;
    private static final int STEPS_MAX = 8;
    private static final int TRANSACTION_BYTES_MAX = 128 * 1024;
    private static final int DIGESTS_MAX = 512;

    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public Intent {
        path = List.copyOf(path);
        digests = List.copyOf(digests);
        if (path.size() > STEPS_MAX)
            throw new IllegalArgumentException("path of %d steps, more than 8".formatted(path.size()));
        if (path.stream().anyMatch(step -> step < 0)) throw new IllegalArgumentException("path step not in 0..2^31-1");
        if (transaction.length() > TRANSACTION_BYTES_MAX)
            throw new IllegalArgumentException("transaction of %d bytes".formatted(transaction.length()));
        if (digests.isEmpty() || digests.size() > DIGESTS_MAX)
            throw new IllegalArgumentException("%d digests not in 1..512".formatted(digests.size()));
        if (expiresAt.getNano() != 0 || expiresAt.getEpochSecond() < 0)
            throw new IllegalArgumentException("expiry not a whole second since 1970");
        if (salt.length() != SALT_BYTES)
            throw new IllegalArgumentException("salt of %d bytes, not 16".formatted(salt.length()));
    }

    /// The canonical bytes.
    public Bytes encode() {
        return new Writer()
                .raw(MAGIC)
                .u8(VERSION)
                .raw(keyId.bytes())
                .list(path, (writer, step) -> writer.u32(step))
                .variable(Bytes.ofUtf8(chain.namespace()))
                .variable(Bytes.ofUtf8(chain.reference()))
                .variable(transaction)
                .list(digests, (writer, digest) -> writer.raw(digest.bytes()))
                .u64(expiresAt.getEpochSecond())
                .raw(initiator.bytes())
                .raw(salt)
                .toBytes();
    }

    /// The hash of the canonical bytes.
    public IntentId id() {
        return new IntentId(
                Transcript.of("tallystick/intent/v1/id").add("intent", encode()).digest());
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<Intent> parse(Bytes encoded) {
        if (encoded.length() > LENGTH_BYTES_MAX)
            return new Parsed.Malformed<>(LENGTH_BYTES_MAX, "intent of at most %d bytes".formatted(LENGTH_BYTES_MAX));
        return Reader.parse(encoded, Intent::read);
    }

    private static Intent read(Reader reader) throws MalformedInput {
        reader.expect(MAGIC, "intent magic");
        reader.expect(Bytes.copyOf((byte) VERSION), "intent version 1");
        var keyId = Digest32.read(reader, "key id");
        var path = reader.list(0, STEPS_MAX, "path", each -> each.u32("path step"));
        var chain = chain(reader);
        var transaction = reader.variable(TRANSACTION_BYTES_MAX, "transaction");
        var digests = reader.list(1, DIGESTS_MAX, "digests", each -> Digest32.read(each, "digest"));
        var expiresAt = second(reader);
        var initiator = VerifyKey.read(reader, "initiator");
        return new Intent(
                keyId, path, chain, transaction, digests, expiresAt, initiator, reader.raw(SALT_BYTES, "salt"));
    }

    private static ChainId chain(Reader reader) throws MalformedInput {
        var start = reader.position();
        var namespace = ascii(reader.variable(8, "chain namespace"));
        var reference = ascii(reader.variable(32, "chain reference"));
        if (!ChainId.isValid(namespace, reference)) throw new MalformedInput(start, "chain id of the form of CAIP-2");
        return new ChainId(namespace, reference);
    }

    private static Instant second(Reader reader) throws MalformedInput {
        var start = reader.position();
        var second = reader.u64("expiry");
        if (second > Instant.MAX.getEpochSecond()) throw new MalformedInput(start, "expiry within the calendar");
        return Instant.ofEpochSecond(second);
    }

    private static String ascii(Bytes bytes) {
        return new String(bytes.toArray(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}

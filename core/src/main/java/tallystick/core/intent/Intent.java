package tallystick.core.intent;

import java.time.Instant;
import java.util.List;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.VerifyKey;

/// The full content somebody wants signed: one transaction or message, by one key, before one moment.
///
/// **Form** canonical bytes as specified in `docs/spec/intent.md`; at most [#LENGTH_BYTES_MAX]. Whatever describes the
/// transaction is inside the transaction's own bytes and is decoded again by every node. Version 1 is still read and
/// keeps its identity; new intents are [Version#V2], or [Version#V3] where a person signs with a passkey.
///
/// @param version which canonical form it has
/// @param keyId which key signs
/// @param path non-hardened derivation steps below the key, each 0..2^31-1, at most 8
/// @param chain which chain the bytes are for
/// @param content as which kind of content they are read; of version 1 always [Content#TRANSACTION]
/// @param unsigned the whole unsigned bytes; what lapses sooner than people approve is left open in them
/// @param digests what the initiator believes is to be signed; a node recomputes them and refuses a difference
/// @param expiresAt no node starts to sign at or after this second
/// @param initiator whose key signs this intent: the key itself in versions 1 and 2, its name in version 3
/// @param salt 16 bytes chosen by the initiator, so that the same payment can be meant twice
public record Intent(
        Version version,
        Digest32 keyId,
        List<Integer> path,
        ChainId chain,
        Content content,
        Bytes unsigned,
        List<Digest32> digests,
        Instant expiresAt,
        Author initiator,
        Bytes salt) {
    /// The longest canonical form.
    public static final int LENGTH_BYTES_MAX = 256 * 1024;

    /// The most unsigned bytes.
    public static final int UNSIGNED_LENGTH_BYTES_MAX = 128 * 1024;

    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-intent");
    private static final int SALT_BYTES = 16;
    private static final int STEPS_MAX = 8;
    private static final int DIGESTS_MAX = 512;

    /// A canonical form of intents. A form that was released is read for ever.
    public enum Version {
        /// Transactions only.
        V1(1, "tallystick/intent/v1/id"),
        /// Says what kind of content it is.
        V2(2, "tallystick/intent/v2/id"),
        /// Names the initiator's key in place of holding it, so that it may be a passkey.
        V3(3, "tallystick/intent/v3/id");

        private final int number;
        private final String purpose;

        Version(int number, String purpose) {
            this.number = number;
            this.purpose = purpose;
        }

        /// Its number in the canonical bytes.
        public int number() {
            return number;
        }
    }

    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public Intent {
        path = List.copyOf(path);
        digests = List.copyOf(digests);
        if (path.size() > STEPS_MAX)
            throw new IllegalArgumentException("path of %d steps, more than 8".formatted(path.size()));
        if (path.stream().anyMatch(step -> step < 0)) throw new IllegalArgumentException("path step not in 0..2^31-1");
        if (version == Version.V1 && content != Content.TRANSACTION)
            throw new IllegalArgumentException("an intent of version 1 holds transactions only");
        if (initiator instanceof Author.Holder != (version == Version.V3))
            throw new IllegalArgumentException("an initiator's key by its name in version 3 and no other");
        if (unsigned.length() > UNSIGNED_LENGTH_BYTES_MAX)
            throw new IllegalArgumentException("unsigned bytes of length %d".formatted(unsigned.length()));
        if (digests.isEmpty() || digests.size() > DIGESTS_MAX)
            throw new IllegalArgumentException("%d digests not in 1..512".formatted(digests.size()));
        if (expiresAt.getNano() != 0 || expiresAt.getEpochSecond() < 0)
            throw new IllegalArgumentException("expiry not a whole second since 1970");
        if (salt.length() != SALT_BYTES)
            throw new IllegalArgumentException("salt of %d bytes, not 16".formatted(salt.length()));
    }

    /// Of version 1 or 2, which hold the initiator's key.
    public Intent(
            Version version,
            Digest32 keyId,
            List<Integer> path,
            ChainId chain,
            Content content,
            Bytes unsigned,
            List<Digest32> digests,
            Instant expiresAt,
            VerifyKey initiator,
            Bytes salt) {
        this(version, keyId, path, chain, content, unsigned, digests, expiresAt, new Author.Signer(initiator), salt);
    }

    /// The canonical bytes.
    /// @spec docs/spec/intent.md#IN-1 intent
    public Bytes encode() {
        var front = new Writer()
                .raw(MAGIC)
                .u8(version.number())
                .raw(keyId.bytes())
                .list(path, (writer, step) -> writer.u32(step))
                .variable(Bytes.ofUtf8(chain.namespace()))
                .variable(Bytes.ofUtf8(chain.reference()));
        return (version == Version.V1 ? front : front.u8(content.code()))
                .variable(unsigned)
                .list(digests, (writer, digest) -> writer.raw(digest.bytes()))
                .u64(expiresAt.getEpochSecond())
                .raw(initiator.bytes())
                .raw(salt)
                .toBytes();
    }

    /// The hash of the canonical bytes.
    public IntentId id() {
        return new IntentId(
                Transcript.of(version.purpose).add("intent", encode()).digest());
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<Intent> parse(Bytes encoded) {
        if (encoded.length() > LENGTH_BYTES_MAX)
            return new Parsed.Malformed<>(LENGTH_BYTES_MAX, "intent of at most %d bytes".formatted(LENGTH_BYTES_MAX));
        return Reader.parse(encoded, Intent::read);
    }

    private static Intent read(Reader reader) throws MalformedInput {
        reader.expect(MAGIC, "intent magic");
        var version = version(reader);
        var keyId = Digest32.read(reader, "key id");
        var path = reader.list(0, STEPS_MAX, "path", each -> each.u32("path step"));
        var chain = chain(reader);
        var content = version == Version.V1 ? Content.TRANSACTION : content(reader);
        var unsigned = reader.variable(UNSIGNED_LENGTH_BYTES_MAX, "unsigned bytes");
        var digests = reader.list(1, DIGESTS_MAX, "digests", each -> Digest32.read(each, "digest"));
        var expiresAt = reader.second("expiry");
        var initiator = Author.read(reader, version);
        var salt = reader.raw(SALT_BYTES, "salt");
        return new Intent(version, keyId, path, chain, content, unsigned, digests, expiresAt, initiator, salt);
    }

    private static Version version(Reader reader) throws MalformedInput {
        var start = reader.position();
        return switch (reader.u8("intent version")) {
            case 1 -> Version.V1;
            case 2 -> Version.V2;
            case 3 -> Version.V3;
            default -> throw new MalformedInput(start, "intent version in 1..3");
        };
    }

    private static Content content(Reader reader) throws MalformedInput {
        var start = reader.position();
        return Content.ofCode(reader.u8("content"))
                .orElseThrow(() -> new MalformedInput(start, "content in 1..%d".formatted(Content.values().length)));
    }

    private static ChainId chain(Reader reader) throws MalformedInput {
        var start = reader.position();
        var namespace = ascii(reader.variable(8, "chain namespace"));
        var reference = ascii(reader.variable(32, "chain reference"));
        if (!ChainId.isValid(namespace, reference)) throw new MalformedInput(start, "chain id of the form of CAIP-2");
        return new ChainId(namespace, reference);
    }

    private static String ascii(Bytes bytes) {
        return new String(bytes.toArray(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}

package tallystick.wire;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.seal.AgreementKey;
import tallystick.crypto.seal.AgreementPoint;
import tallystick.crypto.seal.Hpke;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// One participant's share of one epoch, sealed to the organisation's backup key, whose secret half no node has.
///
/// **Form** `docs/spec/share-backup.md`: `TSBK` ‖ u8 1 ‖ u32 length ‖ group key ‖ u32 length ‖ node ‖ u32
/// length ‖ sealed share. All before the sealed share is bound into it.
///
/// @param groupKey canonical bytes of the key's public half in that epoch
/// @param node whose share
/// @param sealed by HPKE
public record ShareBackup(Bytes groupKey, String node, Bytes sealed) {
    private static final Bytes MAGIC = Bytes.ofUtf8("TSBK\u0001");
    private static final Bytes PURPOSE = Bytes.ofUtf8("tallystick/share-backup/v1");
    private static final int PART_BYTES_MAX = 65536;

    /// Seals a share.
    ///
    /// @param share in the form in which nodes seal it, stays the caller's
    /// @spec docs/spec/share-backup.md#SB-1 share-backup
    public static ShareBackup seal(AgreementPoint to, Bytes groupKey, String node, SecretBytes share, Entropy entropy) {
        return new ShareBackup(groupKey, node, Hpke.seal(to, context(groupKey, node), share, entropy));
    }

    /// Opens it again.
    ///
    /// @return the share, the caller's to close; malformed if the key is another or any bit was changed
    /// @spec docs/spec/share-backup.md#SB-4 share-backup
    public Parsed<SecretBytes> open(AgreementKey key, SecretMemory home) {
        return Hpke.open(key, context(groupKey, node), sealed, home);
    }

    /// The canonical bytes.
    public Bytes encode() {
        return new Writer().raw(front(groupKey, node)).variable(sealed).toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<ShareBackup> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "share backup format 1");
            var groupKey = reader.variable(PART_BYTES_MAX, "group key");
            var node = name(reader);
            return new ShareBackup(groupKey, node, reader.variable(PART_BYTES_MAX, "sealed share"));
        });
    }

    private static String name(Reader reader) throws MalformedInput {
        var at = reader.position();
        var bytes = reader.variable(32, "node").toArray();
        for (var each : bytes) if (each <= ' ' || each > '~') throw new MalformedInput(at, "node in printable ascii");
        return new String(bytes, java.nio.charset.StandardCharsets.US_ASCII);
    }

    private static Bytes front(Bytes groupKey, String node) {
        return new Writer()
                .raw(MAGIC)
                .variable(groupKey)
                .variable(Bytes.ofUtf8(node))
                .toBytes();
    }

    private static Hpke.Context context(Bytes groupKey, String node) {
        return new Hpke.Context(PURPOSE, front(groupKey, node));
    }
}

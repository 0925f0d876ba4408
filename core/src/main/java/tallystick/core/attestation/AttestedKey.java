package tallystick.core.attestation;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// The key that a ceremony made, or gave new shares.
///
/// @param id names it for ever
/// @param schemeCode as in `mpc.key.Scheme`
/// @param point the encoded joint public key, 1..64 bytes
/// @param groupKey hash of the group key with tree, epoch and the points of all leaves
/// @param epoch of the shares that came out, from 1; the one before is one less, and 0 says that there was none
/// @param attempt which attempt at this epoch it was, from 1
/// @param tree who can sign, in the canonical text of `docs/spec/quorum-tree.md`
public record AttestedKey(
        Digest32 id, int schemeCode, Bytes point, Digest32 groupKey, int epoch, int attempt, String tree) {
    private static final int POINT_BYTES_MAX = 64;
    private static final int TREE_BYTES_MAX = 4096;
    private static final Pattern TREE = Pattern.compile("[-_a-zA-Z0-9*(), ]{1,%d}".formatted(TREE_BYTES_MAX));

    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public AttestedKey {
        if (schemeCode < 1 || schemeCode > 255)
            throw new IllegalArgumentException("scheme %d not in 1..255".formatted(schemeCode));
        if (point.length() < 1 || point.length() > POINT_BYTES_MAX)
            throw new IllegalArgumentException("public key of %d bytes, not 1..64".formatted(point.length()));
        if (epoch < 1) throw new IllegalArgumentException("epoch %d below 1".formatted(epoch));
        if (attempt < 1) throw new IllegalArgumentException("attempt %d below 1".formatted(attempt));
        if (!TREE.matcher(tree).matches())
            throw new IllegalArgumentException("tree of %d characters is no text of a tree".formatted(tree.length()));
    }

    /// The epoch before; 0 if there was none.
    public int epochBefore() {
        return epoch - 1;
    }

    void write(Writer writer) {
        writer.raw(id.bytes())
                .u8(schemeCode)
                .variable(point)
                .raw(groupKey.bytes())
                .u32(epoch - 1)
                .u32(epoch)
                .u32(attempt)
                .variable(Bytes.ofUtf8(tree));
    }

    static AttestedKey read(Reader reader) throws MalformedInput {
        var id = Digest32.read(reader, "key id");
        var scheme = reader.u8("scheme");
        var point = reader.variable(POINT_BYTES_MAX, "public key");
        var groupKey = Digest32.read(reader, "group key");
        var before = reader.u32("epoch before");
        var start = reader.position();
        var epoch = reader.u32("epoch");
        if (epoch != before + 1) throw new MalformedInput(start, "the epoch after %d".formatted(before));
        var attempt = reader.u32("attempt");
        var tree = reader.variable(TREE_BYTES_MAX, "tree");
        return new AttestedKey(
                id, scheme, point, groupKey, epoch, attempt, new String(tree.toArray(), StandardCharsets.ISO_8859_1));
    }
}

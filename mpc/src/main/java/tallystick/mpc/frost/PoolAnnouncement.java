package tallystick.mpc.frost;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Group;
import tallystick.crypto.hash.Digest32;

/// What a party tells the others of nonces it made ahead. Whose they are, the channel says.
///
/// **Form** u8 version 1 ‖ 32 bytes pool ‖ u32 first index ‖ u16 count ‖ count times hiding ‖ binding.
///
/// @param pool id of its [NoncePool]
/// @param firstIndex of the first
/// @param commitments 1..[#ITEMS_MAX], of consecutive indices
public record PoolAnnouncement(Digest32 pool, int firstIndex, List<SigningCommitments> commitments) {
    /// Most items in one announcement.
    public static final int ITEMS_MAX = 1024;

    private static final int VERSION = 1;

    /// @throws IllegalArgumentException if out of range: the caller's fault
    public PoolAnnouncement {
        commitments = List.copyOf(commitments);
        if (commitments.isEmpty() || commitments.size() > ITEMS_MAX)
            throw new IllegalArgumentException("%d items not in 1..%d".formatted(commitments.size(), ITEMS_MAX));
        if (firstIndex < 0 || firstIndex > Integer.MAX_VALUE - commitments.size())
            throw new IllegalArgumentException("index %d out of range".formatted(firstIndex));
    }

    /// The canonical bytes.
    /// @spec docs/spec/frost.md#FR-31 frost
    public Bytes encode() {
        return new Writer()
                .u8(VERSION)
                .raw(pool.bytes())
                .u32(firstIndex)
                .list(commitments, (out, each) -> each.write(out))
                .toBytes();
    }

    /// Reads [#encode]; refuses what is not canonical.
    public static Parsed<PoolAnnouncement> parse(Bytes encoded, Group group) {
        return Reader.parse(encoded, reader -> {
            if (reader.u8("version") != VERSION) throw new MalformedInput(0, "version %d".formatted(VERSION));
            var pool = Digest32.read(reader, "pool");
            var firstIndexAt = reader.position();
            var firstIndex = reader.u32("first index");
            if (firstIndex > Integer.MAX_VALUE - ITEMS_MAX)
                throw new MalformedInput(firstIndexAt, "first index below %d".formatted(Integer.MAX_VALUE - ITEMS_MAX));
            return new PoolAnnouncement(
                    pool,
                    firstIndex,
                    reader.list(1, ITEMS_MAX, "commitments", each -> SigningCommitments.read(each, group)));
        });
    }
}

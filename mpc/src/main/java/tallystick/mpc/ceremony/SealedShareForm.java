package tallystick.mpc.ceremony;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.session.PartyId;

/// The plain bytes of the secret half of a share, to be sealed by the caller before they touch a disk.
///
/// **Form** `docs/spec/key-share.md` §2: `TSKS` ‖ u8 1 ‖ hash of the group key (32) ‖ party (u16) ‖ u16 count
/// ‖ for each leaf, ascending, leaf (u8) ‖ scalar (32, canonical). Off the heap from end to end.
///
/// **Why** the group key's hash is inside, so a share is never opened against another key, epoch or tree. Nothing
/// inside says that its epoch is active: what is read is a [KeptShare].
public final class SealedShareForm {
    private static final Bytes MAGIC = Bytes.ofUtf8("TSKS\u0001");
    private static final int HEADER_LENGTH_BYTES = MAGIC.length() + Digest32.LENGTH_BYTES + 4;
    private static final int SCALAR_LENGTH_BYTES = 32;
    private static final int LEAF_LENGTH_BYTES = 1 + SCALAR_LENGTH_BYTES;

    private SealedShareForm() {}

    /// Writes a share's secret half into `home`; the caller closes it.
    /// @spec docs/spec/key-share.md#KS-2 key-share
    public static SecretBytes write(KeyShare share, SecretMemory home) {
        var header = header(share.key(), share.self(), share.leaves().size());
        try (var held = new Held()) {
            var target =
                    held.hold(home.allocate(HEADER_LENGTH_BYTES + share.leaves().size() * LEAF_LENGTH_BYTES));
            copy(header, target, 0);
            var at = HEADER_LENGTH_BYTES;
            for (var leaf : share.leaves().entrySet()) {
                copy(Bytes.copyOf((byte) leaf.getKey().value()), target, at);
                try (var scalar = leaf.getValue().encode()) {
                    MemorySegment.copy(scalar.memory(), 0, target.memory(), at + 1L, SCALAR_LENGTH_BYTES);
                }
                at += LEAF_LENGTH_BYTES;
            }
            return held.release(target);
        }
    }

    /// Reads [#write] of the same key and party; every leaf is checked against its public point. The caller closes the
    /// share; `encoded` stays the caller's. Only for [KeptShare]: what is read may never have been certified.
    static Parsed<KeyShare> parse(SecretBytes encoded, GroupKey key, PartyId self, SecretMemory home) {
        var owned = key.tree().leavesOf(self);
        var expected = header(key, self, owned.size());
        if (encoded.length() != HEADER_LENGTH_BYTES + owned.size() * LEAF_LENGTH_BYTES)
            return new Parsed.Malformed<>(0, "share of %d leaves".formatted(owned.size()));
        if (!headerOf(encoded).equals(expected))
            return new Parsed.Malformed<>(0, "share format 1 of this group key and party");
        try (var held = new Held()) {
            var leaves = held.hold(new TreeMap<LeafId, SecretScalar>(), SecretSums::close);
            var at = HEADER_LENGTH_BYTES;
            for (var leaf : owned) {
                var read = readLeaf(encoded, at, leaf.id(), key, home);
                if (read instanceof Parsed.Malformed<SecretScalar>(var offset, var what))
                    return new Parsed.Malformed<>(offset, what);
                leaves.put(leaf.id(), read.orThrow());
                at += LEAF_LENGTH_BYTES;
            }
            return held.release(new Parsed.Ok<>(new KeyShare(key, self, leaves)));
        }
    }

    private static Parsed<SecretScalar> readLeaf(
            SecretBytes encoded, int at, LeafId leaf, GroupKey key, SecretMemory home) {
        if (encoded.memory().get(ValueLayout.JAVA_BYTE, at) != leaf.value())
            return new Parsed.Malformed<>(at, "leaf %d".formatted(leaf.value()));
        try (var held = new Held();
                var scalar = home.allocate(SCALAR_LENGTH_BYTES)) {
            MemorySegment.copy(encoded.memory(), at + 1L, scalar.memory(), 0, SCALAR_LENGTH_BYTES);
            var parsed = key.group().parseSecret(scalar, home);
            if (!(parsed instanceof Parsed.Ok<SecretScalar>(var share)))
                return new Parsed.Malformed<>(
                        at + 1, "scalar of leaf %d below the group order".formatted(leaf.value()));
            return held.hold(share, SecretScalar::close).timesGenerator().equals(key.leafPoint(leaf))
                    ? held.release(parsed)
                    : new Parsed.Malformed<>(at + 1, "scalar that fits the point of leaf %d".formatted(leaf.value()));
        }
    }

    private static Bytes header(GroupKey key, PartyId self, int leafCount) {
        var writer = new Writer().raw(MAGIC).raw(key.hash().bytes());
        self.write(writer);
        return writer.u16(leafCount).toBytes();
    }

    private static Bytes headerOf(SecretBytes encoded) {
        var copy = new byte[HEADER_LENGTH_BYTES];
        MemorySegment.copy(encoded.memory(), 0, MemorySegment.ofArray(copy), 0, HEADER_LENGTH_BYTES);
        return Bytes.copyOf(copy);
    }

    private static void copy(Bytes source, SecretBytes target, int at) {
        MemorySegment.copy(MemorySegment.ofArray(source.toArray()), 0, target.memory(), at, source.length());
    }
}

package tallystick.node.rounds;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.session.PartyId;

/// The secrets with all peers of one key as one record to be sealed.
///
/// **Form** count (u8) ‖ each pair's own form, of fixed length, by peer ascending.
public final class PairBundle {
    private PairBundle() {}

    /// Writes the record, the caller's to close.
    public static SecretBytes write(SortedMap<PartyId, PairSecrets> pairs, SecretMemory home) {
        var bundle = home.allocate(1 + pairs.size() * PairSecrets.ENCODED_BYTES);
        bundle.memory().set(ValueLayout.JAVA_BYTE, 0, (byte) pairs.size());
        var at = 1L;
        for (var pair : pairs.values()) {
            try (var encoded = pair.encode(home)) {
                MemorySegment.copy(encoded.memory(), 0, bundle.memory(), at, PairSecrets.ENCODED_BYTES);
            }
            at += PairSecrets.ENCODED_BYTES;
        }
        return bundle;
    }

    /// Reads [#write]; what was read before a bad part is destroyed.
    static Parsed<Map<PartyId, PairSecrets>> read(SecretBytes bundle, SecretMemory home) {
        var count = bundle.memory().get(ValueLayout.JAVA_BYTE, 0) & 0xff;
        if (bundle.length() != 1 + count * PairSecrets.ENCODED_BYTES)
            return new Parsed.Malformed<>(0, "bundle of %d pairs".formatted(count));
        var pairs = new TreeMap<PartyId, PairSecrets>();
        for (var i = 0; i < count; i++) {
            var at = 1 + i * PairSecrets.ENCODED_BYTES;
            try (var encoded = home.allocate(PairSecrets.ENCODED_BYTES)) {
                MemorySegment.copy(bundle.memory(), at, encoded.memory(), 0, PairSecrets.ENCODED_BYTES);
                switch (PairSecrets.parse(encoded, home)) {
                    case Parsed.Ok<PairSecrets>(var pair) -> {
                        var peer = pair.name().peer();
                        if (!pairs.isEmpty() && pairs.lastKey().compareTo(peer) >= 0) {
                            pair.close();
                            pairs.values().forEach(PairSecrets::close);
                            return new Parsed.Malformed<>(at, "pairs in ascending order of their peers");
                        }
                        pairs.put(peer, pair);
                    }
                    case Parsed.Malformed<PairSecrets>(var offset, var expected) -> {
                        pairs.values().forEach(PairSecrets::close);
                        return new Parsed.Malformed<>(at + offset, expected);
                    }
                }
            }
        }
        return new Parsed.Ok<>(pairs);
    }
}

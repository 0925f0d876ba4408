package tallystick.mpc.ecdsa;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// The commitments of one other party that are not taken yet: the newest batches, each whole or without those that were
/// taken, up to so many commitments and [NonceStock#BATCHES_MAX] batches.
///
/// **Why** so compact: a party sends what it likes, on each key that it shares. First it loses its own oldest batches,
/// whose nonces it has spent if it spends the oldest first, as it should.
///
/// **Threads** one at a time.
final class NonceBatches {
    /// So many names of batches are remembered, so that none of them comes back; a name by its first eight bytes. One
    /// that came back after all those would give its sender the choice of a nonce it had fixed long before, as it
    /// has among all that are kept.
    static final int NAMES_MAX = 1 << 10;

    private final int keptMax;
    private final SequencedMap<Digest32, Batch> batches = new LinkedHashMap<>();
    private final Deque<Long> names = new ArrayDeque<>();
    private int size;

    /// @param keptMax most commitments
    NonceBatches(int keptMax) {
        this.keptMax = keptMax;
    }

    /// @param values 32 bytes each
    /// @param left indices of those that were not taken
    private record Batch(NonceScope scope, Bytes values, BitSet left) {
        int length() {
            return values.length() / Digest32.LENGTH_BYTES;
        }

        NonceStock.Commitment commitment(int index) {
            var from = index * Digest32.LENGTH_BYTES;
            return new NonceStock.Commitment(scope, new Digest32(values.slice(from, from + Digest32.LENGTH_BYTES)));
        }
    }

    /// @return whether it was not known
    /// @spec docs/spec/signing.md#SG-29 signing
    boolean add(NonceScope scope, Digest32 name, List<Digest32> commitments) {
        var prefix = prefix(name);
        if (names.contains(prefix)) return false;
        names.addLast(prefix);
        if (names.size() > NAMES_MAX) names.removeFirst();
        var left = new BitSet();
        left.set(0, commitments.size());
        var values = commitments.stream().map(Digest32::bytes).toArray(Bytes[]::new);
        batches.put(name, new Batch(scope, Bytes.concat(values), left));
        size += commitments.size();
        while (size > keptMax || batches.size() > NonceStock.BATCHES_MAX)
            size -= batches.pollFirstEntry().getValue().length();
        return true;
    }

    private static long prefix(Digest32 name) {
        var prefix = 0L;
        for (var i = 0; i < Long.BYTES; i++) prefix = prefix << 8 | name.bytes().at(i) & 0xff;
        return prefix;
    }

    /// How many are left.
    int available() {
        return batches.values().stream()
                .mapToInt(batch -> batch.left().cardinality())
                .sum();
    }

    void forgetAllBut(BootId life) {
        batches.values().removeIf(batch -> {
            var isOld = !batch.scope().boot().equals(life);
            if (isOld) size -= batch.length();
            return isOld;
        });
    }

    /// Takes all or none, each once.
    Optional<List<NonceStock.Commitment>> take(List<NonceRef> refs) {
        var wanted = new HashMap<Digest32, BitSet>();
        for (var ref : refs) {
            var batch = batches.get(ref.batch());
            if (batch == null || !batch.left().get(ref.index())) return Optional.empty();
            var indices = wanted.computeIfAbsent(ref.batch(), _ -> new BitSet());
            if (indices.get(ref.index())) return Optional.empty();
            indices.set(ref.index());
        }
        return Optional.of(refs.stream().map(ref -> remove(ref).orElseThrow()).toList());
    }

    /// Takes what is there of these.
    void discard(List<NonceRef> refs) {
        for (var ref : refs) {
            var _ = remove(ref);
        }
    }

    private Optional<NonceStock.Commitment> remove(NonceRef ref) {
        var batch = batches.get(ref.batch());
        if (batch == null || !batch.left().get(ref.index())) return Optional.empty();
        batch.left().clear(ref.index());
        if (batch.left().isEmpty()) {
            batches.remove(ref.batch());
            size -= batch.length();
        }
        return Optional.of(batch.commitment(ref.index()));
    }
}

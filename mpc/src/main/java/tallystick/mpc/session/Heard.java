package tallystick.mpc.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// What was read in one run: the same bytes again are known without being read.
///
/// **Why** reading costs far more than comparing, points above all, and whoever says a thing again and again would have
/// it read as often; and who repeats another's words on the way must not use up what that other may say. What was filed
/// is kept as it came until the run ends, one letter for each place that the protocol has; of what was refused, which
/// [Run] bounds for each sender, only the hash is. An honest sender's letters, of megabytes in a fill, are never
/// hashed.
final class Heard {
    private record Letter(boolean broadcast, Bytes bytes, int round) {}

    private record Word(boolean broadcast, Digest32 hash) {
        static Word of(boolean broadcast, Bytes bytes) {
            return new Word(broadcast, StandardHash.sha256(bytes));
        }
    }

    private final Map<PartyId, List<Letter>> filed = new HashMap<>();
    private final Map<PartyId, Map<Word, Filing>> refusals = new HashMap<>();

    /// Of which round `bytes` were when they were filed, if they were.
    Optional<Integer> round(PartyId sender, boolean broadcast, Bytes bytes) {
        for (var letter : filed.getOrDefault(sender, List.of()))
            if (letter.broadcast() == broadcast && letter.bytes().equals(bytes)) return Optional.of(letter.round());
        return Optional.empty();
    }

    void filed(PartyId sender, boolean broadcast, Bytes bytes, int round) {
        filed.computeIfAbsent(sender, none -> new ArrayList<>()).add(new Letter(broadcast, bytes, round));
    }

    /// How `bytes` were refused when they were read, if they were, and for good.
    Optional<Filing> refused(PartyId sender, boolean broadcast, Bytes bytes) {
        var known = refusals.get(sender);
        return known == null ? Optional.empty() : Optional.ofNullable(known.get(Word.of(broadcast, bytes)));
    }

    void refused(PartyId sender, boolean broadcast, Bytes bytes, Filing how) {
        refusals.computeIfAbsent(sender, _ -> new HashMap<>()).put(Word.of(broadcast, bytes), how);
    }

    void clear() {
        filed.clear();
        refusals.clear();
    }
}

package tallystick.mpc.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// What was read in one run, by its hash: the same bytes again are known without being read.
///
/// **Why** reading costs far more than hashing, points above all, and whoever says a thing again and again would have
/// it read as often; and who repeats another's words on the way must not use up what that other may say. There is one
/// entry for each letter that was ever read, which [Run] bounds for each sender.
final class Heard {
    /// Bytes on their way.
    record Word(PartyId sender, boolean broadcast, Digest32 hash) {
        static Word of(PartyId sender, boolean broadcast, Bytes bytes) {
            return new Word(sender, broadcast, StandardHash.sha256(bytes));
        }
    }

    private final Map<Word, Integer> rounds = new HashMap<>();
    private final Map<Word, Filing> refusals = new HashMap<>();

    /// Of which round it was when it was filed, if it was.
    Optional<Integer> round(Word word) {
        return Optional.ofNullable(rounds.get(word));
    }

    void filed(Word word, int round) {
        rounds.put(word, round);
    }

    /// How it was refused when it was read, if it was, and for good.
    Optional<Filing> refused(Word word) {
        return Optional.ofNullable(refusals.get(word));
    }

    void refused(Word word, Filing how) {
        refusals.put(word, how);
    }

    void clear() {
        rounds.clear();
        refusals.clear();
    }
}

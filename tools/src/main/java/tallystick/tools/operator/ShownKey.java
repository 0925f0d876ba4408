package tallystick.tools.operator;

import java.util.List;
import java.util.TreeMap;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.wire.KeyRecord;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.VerifyKey;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.ShownEpoch;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.PartyId;

/// What one node shows of a key, and what that proves by the operator's own roster.
///
/// @param node its name
/// @param record as it came
/// @param key the epoch that it tells of
/// @param proof whether those whom it names have signed that epoch
record ShownKey(String node, KeyRecord record, GroupKey key, ShownEpoch.Finding proof) {
    /// What became of an answer.
    sealed interface Finding {
        /// It tells of the key that was asked for.
        record Good(ShownKey shown) implements Finding {}

        /// It does not.
        ///
        /// @param why a lower-case phrase
        record Bad(String why) implements Finding {}
    }

    /// Reads what a node answered.
    ///
    /// @param id of the key it was asked about
    static Finding of(String node, Digest32 id, KeyRecord record, Roster roster) {
        return switch (Certificate.parse(record.certificate())) {
            case Parsed.Malformed<Certificate>(var offset, var expected) ->
                new Finding.Bad("its certificate is malformed at byte %d: expected %s".formatted(offset, expected));
            case Parsed.Ok<Certificate>(var certificate)
            when !certificate.key().id().equals(id) -> new Finding.Bad("its certificate is of another key");
            case Parsed.Ok<Certificate>(var certificate) -> {
                var proof = ShownEpoch.of(certificate, record.names(), numbered(record.names(), roster));
                yield new Finding.Good(new ShownKey(node, record, certificate.key(), proof));
            }
        };
    }

    private static tallystick.mpc.session.Roster numbered(List<String> names, Roster roster) {
        var keys = new TreeMap<PartyId, VerifyKey>();
        for (var i = 0; i < names.size(); i++) {
            var party = new PartyId(i + 1);
            roster.named(names.get(i))
                    .filter(member -> member.role() == Member.Role.NODE)
                    .ifPresent(member -> keys.put(party, member.identity()));
        }
        return tallystick.mpc.session.Roster.of(keys);
    }

    /// Whether another shows the very same epoch.
    boolean agreesWith(ShownKey other) {
        return key.hash().equals(other.key.hash());
    }

    /// Whether its epoch is proved to come after another's, in that one's own history.
    boolean follows(ShownKey other) {
        return proof instanceof ShownEpoch.Finding.Proved(var epoch) && epoch.follows(other.key);
    }

    /// What it tells of attempts at the next one, in words: nobody signs that.
    String attemptWords() {
        return "%s tells of attempt %d".formatted(node, record.attempt());
    }

    /// What it shows, in words.
    String words() {
        return switch (proof) {
            case ShownEpoch.Finding.Proved _ -> "%s shows epoch %d".formatted(node, key.epoch());
            case ShownEpoch.Finding.Unproved(var why) ->
                "%s shows epoch %d, which proves nothing: %s".formatted(node, key.epoch(), why);
        };
    }
}

package tallystick.mpc.key;

import java.util.List;
import java.util.Optional;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.access.Qualification;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;

/// What terms of signing say of the key and of who signs: an asker's word, until a share has judged it.
///
/// @param keyId which key
/// @param keyHash hash of its group key in that epoch, with all leaf points
/// @param epoch in which generation of its shares
/// @param tree hash of its quorum tree
/// @param chainCode with which its children are derived
/// @param parties who signs
/// @param roster hash of their identity keys ([Roster#hashOf])
public record KeyClaim(
        Digest32 keyId,
        Digest32 keyHash,
        int epoch,
        Digest32 tree,
        Digest32 chainCode,
        List<PartyId> parties,
        Digest32 roster) {
    /// What is true of `key`, and of these parties as `roster` has them.
    public static KeyClaim of(GroupKey key, List<PartyId> parties, Roster roster) {
        return new KeyClaim(
                key.id(), key.hash(), key.epoch(), key.tree().hash(), key.chainCode(), parties, roster.hashOf(parties));
    }

    /// Copies.
    public KeyClaim {
        parties = List.copyOf(parties);
    }

    /// What a share finds.
    public sealed interface Finding {
        /// It is all as the share has it.
        ///
        /// @param set the parties, with proof that they satisfy the tree
        record Fits(SigningSet set) implements Finding {}

        /// It is not.
        ///
        /// @param why the first reason
        /// @param detail a lower-case phrase
        record Differs(Refusal why, String detail) implements Finding {}
    }

    /// Whether the claim is true of `share`, and its party one of a set that may sign.
    ///
    /// @param mine whose identity key is whose, as this party has it
    public Finding judgedBy(KeyShare share, Roster mine, Quarantine quarantine) {
        var key = share.key();
        return mismatch(key).or(() -> strangers(share)).or(() -> gone(share)).orElseGet(() -> switch (key.tree()
                .qualify(parties)) {
            case Qualification.Unqualified(var why) -> new Finding.Differs(Refusal.UNQUALIFIED_SET, why);
            case Qualification.Qualified(var set) ->
                quarantine.holds(SetName.of(key, set.parties()))
                        ? new Finding.Differs(
                                Refusal.QUARANTINED,
                                "%s made a signature that does not verify, and sign no more together in epoch %d"
                                        .formatted(set.parties(), key.epoch()))
                        : otherIdentities(mine).orElseGet(() -> new Finding.Fits(set));
        });
    }

    private Optional<Finding> mismatch(GroupKey key) {
        if (!keyId.equals(key.id())) return differs(Refusal.OTHER_KEY, "terms of another key");
        if (epoch != key.epoch())
            return differs(Refusal.OTHER_EPOCH, "terms of epoch %d, share of epoch %d".formatted(epoch, key.epoch()));
        if (!tree.equals(key.tree().hash())) return differs(Refusal.OTHER_TREE, "terms of another tree");
        if (!chainCode.equals(key.chainCode()))
            return differs(Refusal.OTHER_CHAIN_CODE, "terms with another chain code");
        if (!keyHash.equals(key.hash()))
            return differs(Refusal.OTHER_SHARES, "terms of other shares of epoch %d".formatted(epoch));
        return Optional.empty();
    }

    private Optional<Finding> strangers(KeyShare share) {
        var known = share.key().tree().parties();
        for (var party : parties)
            if (!known.contains(party)) return differs(Refusal.UNKNOWN_PARTY, "%s is not of this key".formatted(party));
        if (!parties.contains(share.self()))
            return differs(Refusal.NOT_A_MEMBER, "%s is not among the parties".formatted(share.self()));
        return Optional.empty();
    }

    /// @spec docs/spec/signing.md#SG-28 signing
    private Optional<Finding> otherIdentities(Roster mine) {
        for (var party : parties)
            if (mine.keyOf(party).isEmpty())
                return differs(Refusal.NO_IDENTITY, "no identity key of %s in this party's roster".formatted(party));
        return mine.hashOf(parties).equals(roster)
                ? Optional.empty()
                : differs(Refusal.OTHER_ROSTER, "terms of other identity keys than this party's roster has");
    }

    private static Optional<Finding> gone(KeyShare share) {
        return share.isClosed()
                ? differs(Refusal.CLOSED, "the share of %s is closed".formatted(share.self()))
                : Optional.empty();
    }

    private static Optional<Finding> differs(Refusal why, String detail) {
        return Optional.of(new Finding.Differs(why, detail));
    }
}

package tallystick.mpc.ecdsa;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyClaim;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Quarantine;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;

/// All that one party needs to sign with an ECDSA key in one epoch, but for what is spent: its key share and what it
/// shares with each peer.
///
/// **Threads** immutable until closed; closing destroys everything.
public final class EcdsaKeyShare implements AutoCloseable {
    private final KeyShare share;
    private final SortedMap<PartyId, PairSecrets> pairs;
    private final SecretMemory home;

    /// Takes over share and pairs.
    ///
    /// @param share a share of a key of scheme [Scheme#ECDSA_SECP256K1]
    /// @param pairs by peer; a peer that is missing cannot sign together with this party
    /// @param home where the secrets of signing sessions live
    /// @throws IllegalArgumentException if the scheme is another, or a pair is filed under a wrong peer
    public EcdsaKeyShare(KeyShare share, Map<PartyId, PairSecrets> pairs, SecretMemory home) {
        if (share.key().scheme() != Scheme.ECDSA_SECP256K1)
            throw new IllegalArgumentException(
                    "a key of scheme %s".formatted(share.key().scheme()));
        pairs.forEach((peer, pair) -> {
            if (!pair.name().peer().equals(peer) || !pair.name().self().equals(share.self()))
                throw new IllegalArgumentException("pair secrets filed under %s".formatted(peer));
        });
        this.share = share;
        this.pairs = Collections.unmodifiableSortedMap(new TreeMap<>(pairs));
        this.home = home;
    }

    /// Whether this share may sign these terms.
    ///
    /// @param roster whose identity key is whose, as this party has it: whose consent it will believe
    /// @param banned says of a peer whether it is banned for this epoch's OT state
    /// @param quarantine knows which sets sign no more, and is told if the signature does not verify
    public Admission admit(SigningTerms terms, Roster roster, Predicate<PartyId> banned, Quarantine quarantine) {
        return switch (terms.claim().judgedBy(share, roster, quarantine)) {
            case KeyClaim.Finding.Differs(var why, var detail) -> new Admission.Refused(why, detail);
            case KeyClaim.Finding.Fits(var set) ->
                unfit(terms, banned).orElseGet(() -> new Admission.Admitted(this, terms, set, roster, quarantine));
        };
    }

    private Optional<Admission> unfit(SigningTerms terms, Predicate<PartyId> banned) {
        if (!terms.tweak().isOf(key()))
            return refuse(Refusal.OTHER_TWEAK, "a tweak to which the path does not lead from this key");
        for (var party : terms.parties()) {
            if (party.equals(self())) continue;
            if (banned.test(party)) return refuse(Refusal.BANNED, "%s is banned".formatted(party));
            var pair = pairs.get(party);
            if (pair == null || pair.isDestroyed())
                return refuse(Refusal.NO_PAIR_SECRETS, "nothing shared with %s".formatted(party));
            if (!pair.name().key().equals(key().id()))
                return refuse(Refusal.OTHER_PAIR_SECRETS, "pair secrets of another key with %s".formatted(party));
            if (pair.name().epoch() != key().epoch())
                return refuse(
                        Refusal.OTHER_PAIR_SECRETS,
                        "pair secrets of epoch %d with %s".formatted(pair.name().epoch(), party));
        }
        return Optional.empty();
    }

    /// The public half.
    public GroupKey key() {
        return share.key();
    }

    /// Whose share.
    public PartyId self() {
        return share.self();
    }

    /// The key share alone, as a ceremony takes it; owned by this.
    public KeyShare share() {
        return share;
    }

    /// What this party shares with each peer, as [PoolFill] takes it; owned by this.
    public SortedMap<PartyId, PairSecrets> pairs() {
        return pairs;
    }

    /// What this party shares with each of `peers`.
    SortedMap<PartyId, PairSecrets> pairs(List<PartyId> peers) {
        var chosen = new TreeMap<>(pairs);
        chosen.keySet().retainAll(peers);
        Invariant.check(chosen.size() == peers.size(), "pair secrets with every peer");
        return chosen;
    }

    /// Those of `peers` with whom nothing is shared any more: banned, or their secrets destroyed.
    List<PartyId> withoutSecrets(List<PartyId> peers) {
        return peers.stream()
                .filter(peer -> {
                    var pair = pairs.get(peer);
                    return pair == null || pair.isDestroyed();
                })
                .toList();
    }

    /// Those of `peers` who failed a check in this process.
    List<PartyId> banned(List<PartyId> peers) {
        return peers.stream()
                .filter(peer -> {
                    var pair = pairs.get(peer);
                    return pair != null && pair.isBanned();
                })
                .toList();
    }

    SecretMemory home() {
        return home;
    }

    @Override
    public void close() {
        share.close();
        pairs.values().forEach(PairSecrets::close);
    }

    @Override
    public String toString() {
        return "EcdsaKeyShare of " + self();
    }

    private static Optional<Admission> refuse(Refusal why, String detail) {
        return Optional.of(new Admission.Refused(why, detail));
    }
}

package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.frost.FrostAdmission;
import tallystick.mpc.frost.FrostMessage;
import tallystick.mpc.frost.FrostSetup;
import tallystick.mpc.frost.FrostSigning;
import tallystick.mpc.frost.FrostState;
import tallystick.mpc.frost.FrostTerms;
import tallystick.mpc.frost.NonceItems;
import tallystick.mpc.frost.NoncePool;
import tallystick.mpc.frost.PeerCommitments;
import tallystick.mpc.frost.PoolAnnouncement;
import tallystick.mpc.frost.SchnorrSignature;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Roster;

/// Honest FROST signers of a dealt key, ready for a [Network].
public final class FrostTrial {
    /// Every scheme that is a FROST.
    public static final List<Scheme> SCHEMES =
            List.of(Scheme.FROST_ED25519, Scheme.FROST_SECP256K1, Scheme.FROST_BIP340);

    /// Hash of the policy in all trials.
    public static final Digest32 POLICY =
            Transcript.of("tallystick/test/v1/policy").add("policy", 1).digest();

    /// Everybody's identity keys in all trials, of as many parties as a key may have.
    public static final Roster ROSTER = new StampRoll(Trial.parties(128));

    private FrostTrial() {}

    /// A 32-byte message.
    public static Bytes message(long seed) {
        return Transcript.of("tallystick/test/v1/message")
                .add("seed", seed)
                .digest()
                .bytes();
    }

    /// The key itself signs this.
    public static SigningRequest plain(DealtKey dealt, long seed) {
        return new SigningRequest(
                message(seed), KeyTweak.none(dealt.key().scheme().curve()), new TaprootTweak.None());
    }

    /// A child of the key.
    public static KeyTweak child(DealtKey dealt, long index) {
        return KeyTweak.of(dealt.key(), DerivationPath.of(0, (int) index)).orElseThrow();
    }

    /// The set-up under which these parties sign one plain request.
    public static FrostSetup setup(DealtKey dealt, int... parties) {
        return setup(dealt, dealt.set(parties), List.of(plain(dealt, 1)));
    }

    /// The set-up under which this set signs these requests.
    public static FrostSetup setup(DealtKey dealt, SigningSet set, List<SigningRequest> requests) {
        return FrostSetup.drawing(dealt.key(), set, ROSTER, requests, POLICY);
    }

    /// The set-up under which this set signs one request.
    public static FrostSetup setup(GroupKey key, SigningSet set, SigningRequest request) {
        return FrostSetup.drawing(key, set, ROSTER, List.of(request), POLICY);
    }

    /// The terms of which the set-up is.
    public static FrostTerms terms(FrostSetup setup) {
        return terms(setup, ROSTER);
    }

    private static FrostTerms terms(FrostSetup setup, Roster roster) {
        var terms = FrostTerms.of(setup.key(), setup.set(), roster, setup.requests(), setup.policy());
        return setup.pooled().map(terms::over).orElse(terms);
    }

    /// The admission of a share to what it agreed to.
    public static FrostAdmission.Admitted admitted(KeyShare share, FrostSetup setup) {
        return admitted(share, setup, ROSTER);
    }

    /// The admission of a share to what it agreed to, where everybody's keys are these.
    public static FrostAdmission.Admitted admitted(KeyShare share, FrostSetup setup, Roster roster) {
        return FrostAdmission.of(share, terms(setup, roster), roster, new TrialQuarantine())
                .orThrow();
    }

    /// Fresh bytes of all parties.
    public static SortedMap<PartyId, Bytes> fresh(Collection<PartyId> parties, long seed) {
        var fresh = new TreeMap<PartyId, Bytes>();
        for (var party : parties)
            fresh.put(
                    party,
                    Transcript.of("tallystick/test/v1/fresh")
                            .add("seed", seed)
                            .add("party", party.value())
                            .digest()
                            .bytes());
        return fresh;
    }

    /// One signer that draws its nonces.
    public static FrostSigning signer(DealtKey dealt, FrostSetup setup, PartyId self, long seed) {
        return FrostSigning.drawing(
                setup.session(fresh(setup.set().parties(), seed), self),
                admitted(dealt.share(self), setup),
                new SeededEntropy(seed * 1_000_003 + self.value()),
                dealt.home());
    }

    /// All signers of a set-up.
    public static List<Protocol<FrostState, FrostMessage, List<SchnorrSignature>>> signers(
            DealtKey dealt, FrostSetup setup, long seed) {
        var signers = new ArrayList<Protocol<FrostState, FrostMessage, List<SchnorrSignature>>>();
        for (var party : setup.set().parties()) signers.add(signer(dealt, setup, party, seed));
        return List.copyOf(signers);
    }

    /// All signers of a set-up, in one network.
    public static Network<List<SchnorrSignature>> network(DealtKey dealt, FrostSetup setup, long seed) {
        return Network.of(signers(dealt, setup, seed));
    }

    /// Pools of every party of a key, each announced to every other.
    public static final class Pools implements AutoCloseable {
        private final DealtKey dealt;
        private final Gossip gossip;
        private final SortedMap<PartyId, NoncePool> pools = new TreeMap<>();
        private final SortedMap<PartyId, PeerCommitments> books = new TreeMap<>();

        /// What one party tells another of its pool.
        public interface Gossip {
            PoolAnnouncement tell(PartyId owner, PartyId receiver, PoolAnnouncement honest);
        }

        public Pools(DealtKey dealt, int items, long seed) {
            this(dealt, items, seed, (owner, receiver, honest) -> honest);
        }

        public Pools(DealtKey dealt, int items, long seed, Gossip gossip) {
            this.dealt = dealt;
            this.gossip = gossip;
            for (var party : dealt.key().tree().parties()) {
                var entropy = new SeededEntropy(seed * 7_919 + party.value());
                var boot = Transcript.of("tallystick/test/v1/boot")
                        .add("seed", seed)
                        .digest();
                pools.put(
                        party,
                        new NoncePool(
                                dealt.share(party),
                                boot,
                                fresh(List.of(party), seed).get(party),
                                items,
                                entropy,
                                dealt.home()));
                books.put(party, new PeerCommitments(items));
            }
            fill(items);
        }

        /// Makes more items and tells everybody.
        public void fill(int items) {
            pools.forEach((owner, pool) -> pool.fill(items)
                    .ifPresent(announcement -> books.forEach((party, book) -> {
                        if (!party.equals(owner)) book.learn(owner, gossip.tell(owner, party, announcement));
                    })));
        }

        public NoncePool of(PartyId party) {
            return pools.get(party);
        }

        public PeerCommitments bookOf(PartyId party) {
            return books.get(party);
        }

        /// The set-up that uses these items of everybody.
        public FrostSetup setup(SigningSet set, List<SigningRequest> requests, int firstIndex) {
            var items = new TreeMap<PartyId, NonceItems>();
            for (var party : set.parties())
                items.put(party, new NonceItems(of(party).id(), firstIndex, requests.size()));
            return FrostSetup.pooled(dealt.key(), set, ROSTER, requests, POLICY, items);
        }

        /// One signer.
        public FrostSigning signer(FrostSetup setup, PartyId self, long seed) {
            return FrostSigning.pooled(
                    admitted(dealt.share(self), setup), fresh(setup.set().parties(), seed), of(self), bookOf(self));
        }

        /// All signers of a set-up, in one network.
        public Network<List<SchnorrSignature>> network(FrostSetup setup, long seed) {
            return Network.of(setup.set().parties(), self -> signer(setup, self, seed));
        }

        @Override
        public void close() {
            pools.values().forEach(NoncePool::close);
        }
    }
}

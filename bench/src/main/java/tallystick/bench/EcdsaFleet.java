package tallystick.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.ecdsa.AttemptLedger;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.NonceStock;
import tallystick.mpc.ecdsa.PairName;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.PairSetup;
import tallystick.mpc.ecdsa.PoolFill;
import tallystick.mpc.ecdsa.RosterSecrets;
import tallystick.mpc.ecdsa.SetupAgreement;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningResult;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.ecdsa.VolePools;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;

/// The parties of an ECDSA key, from its generation to its signatures.
final class EcdsaFleet implements AutoCloseable {
    /// Items that one fill makes for each direction of a pair.
    static final int ITEMS = 16;

    private final Fleet fleet;
    private final SortedMap<PartyId, Member> members = new TreeMap<>();

    private record Member(
            EcdsaKeyShare share,
            SortedMap<PartyId, PairSecrets> pairs,
            VolePools pools,
            NonceStock nonces,
            BootId boot,
            AttemptLedger ledger) {}

    /// Generates the key: ceremony and pair set-up, on the account of `bout`.
    EcdsaFleet(String tree, Bout bout) {
        fleet = new Fleet(tree);
        var shares = fleet.activate(fleet.generate(Scheme.ECDSA_SECP256K1, bout));
        var key = shares.firstEntry().getValue().key();
        var session = new SessionId(fleet.fresh());
        var secrets = bout.drive(fleet.runs(party -> Run.of(PairSetup.of(
                new Session(session, party, fleet.tree.parties()), key.id(), key.epoch(), fleet.entropy, fleet.home))));
        shares.forEach((party, share) -> members.put(party, member(key, party, share, secrets)));
    }

    private Member member(GroupKey key, PartyId party, KeyShare share, SortedMap<PartyId, RosterSecrets> secrets) {
        var own = secrets.get(party);
        if (own == null) throw new AssertionError("no secrets of " + party);
        var pairs = own.byPeer();
        var boot = new BootId(fleet.fresh());
        return new Member(
                new EcdsaKeyShare(share, pairs, fleet.home),
                pairs,
                new VolePools(party, key.id(), key.epoch(), 4 * ITEMS),
                new NonceStock(key, party, boot, fleet.home),
                boot,
                new PassingLedger());
    }

    private Member member(PartyId party) {
        var member = members.get(party);
        if (member == null) throw new AssertionError("no member " + party);
        return member;
    }

    /// The first `count` parties, who must satisfy the tree.
    SigningSet set(int count) {
        return fleet.tree.qualify(fleet.tree.parties().subList(0, count)).orThrow();
    }

    /// Makes VOLE items and nonces for [#ITEMS] signatures of a set.
    void stock(SigningSet set, Bout bout) {
        for (var lower : set.parties())
            for (var higher : set.parties()) if (lower.compareTo(higher) < 0) fill(lower, higher, bout);
        for (var party : set.parties()) {
            var batch = bout.timed(party, () -> member(party).nonces().prepare(ITEMS, fleet.entropy));
            for (var other : set.parties())
                if (!other.equals(party)) {
                    var _ = bout.timed(other, () -> member(other).nonces().accept(party, batch));
                }
        }
    }

    private void fill(PartyId lower, PartyId higher, Bout bout) {
        var session = new SessionId(fleet.fresh());
        var pair = List.of(lower, higher);
        var batches = bout.drive(Fleet.runs(pair, party -> {
            var member = member(party);
            var secrets = member.pairs().get(party.equals(lower) ? higher : lower);
            if (secrets == null) throw new AssertionError("no pair secrets");
            var with = new PoolFill.Surroundings(member.ledger(), member.boot(), fleet.entropy, fleet.home);
            return Run.of(PoolFill.of(new Session(session, party, pair), secrets, ITEMS, with));
        }));
        batches.forEach((party, batch) -> {
            if (member(party).pools().add(batch) != VolePools.Added.STOCKED) throw new AssertionError("no room");
        });
    }

    /// Agrees on a session for `digests` fresh digests.
    SortedMap<PartyId, ChosenSetup> agree(SigningSet set, int digests, Bout bout) {
        var chosen = new ArrayList<Digest32>();
        for (var i = 0; i < digests; i++) chosen.add(fleet.fresh());
        var order = new SigningTerms.Order(fleet.fresh(), fleet.fresh(), KeyTweak.none(Curve.SECP256K1), chosen);
        var key = members.firstEntry().getValue().share().key();
        var terms = SigningTerms.of(key, set, fleet.roster(), order);
        return bout.drive(Fleet.runs(set.parties(), party -> {
            var member = member(party);
            var admitted = member.share()
                    .admit(terms, fleet.roster(), _ -> false, fleet.quarantine())
                    .orThrow();
            var means = new SetupAgreement.Means(member.pools(), member.nonces(), fleet.identity(party), fleet.entropy);
            return Run.of(SetupAgreement.of(admitted, means));
        }));
    }

    /// The online rounds.
    void sign(SortedMap<PartyId, ChosenSetup> agreed, Bout bout) {
        var runs = new TreeMap<PartyId, Run<SigningResult>>();
        agreed.forEach((party, setup) -> runs.put(party, Run.of(Signing.of(setup))));
        var results = bout.drive(runs);
        if (results.values().stream().distinct().count() != 1) throw new AssertionError("different signatures");
    }

    @Override
    public void close() {
        for (var member : members.values()) {
            member.pools().close();
            member.nonces().close();
            member.share().close();
        }
        fleet.close();
    }

    /// Honest parties pass every check; what a node's disk costs is not measured here.
    private static final class PassingLedger implements AttemptLedger {
        @Override
        public Begun begin(PairName pair) {
            return new Begun.Granted(new Attempt() {
                @Override
                public boolean passed() {
                    return true;
                }

                @Override
                public void failed() {
                    throw new AssertionError("an honest pair failed a check");
                }
            });
        }

        @Override
        public boolean isBanned(PairName pair) {
            return false;
        }

        @Override
        public boolean isOpen(PairName pair) {
            return false;
        }
    }
}

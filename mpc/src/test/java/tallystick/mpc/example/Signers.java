package tallystick.mpc.example;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.ecdsa.AttemptLedger;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.NonceStock;
import tallystick.mpc.ecdsa.PairName;
import tallystick.mpc.ecdsa.PoolFill;
import tallystick.mpc.ecdsa.SetupAgreement;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningResult;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.ecdsa.VolePools;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Quarantine;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;

/// The three with an ECDSA key and what its signatures spend.
final class Signers implements AutoCloseable {
    // [stock]
    /// What one party holds for one key and epoch. Pools and nonces live in memory and die with the process.
    record Signer(
            EcdsaKeyShare share,
            VolePools pools,
            NonceStock nonces,
            BootId boot,
            AttemptLedger ledger,
            Quarantine quarantine) {}

    private final Trio trio;
    private final GroupKey key;
    private final SortedMap<PartyId, Signer> signers = new TreeMap<>();

    Signers(Trio trio, SortedMap<PartyId, EcdsaKeyShare> shares) {
        this.trio = trio;
        this.key = shares.firstEntry().getValue().key();
        shares.forEach((party, share) -> {
            var boot = BootId.draw(trio.entropy);
            signers.put(
                    party,
                    new Signer(
                            share,
                            new VolePools(party, key.id(), key.epoch(), 64),
                            new NonceStock(key, party, boot, trio.home),
                            boot,
                            new PassingLedger(),
                            new PassingQuarantine()));
        });
    }

    /// Makes what `count` signatures of any two of the three spend, ahead of time and independent of any message.
    void stock(int count) {
        for (var pair : List.of(List.of(1, 2), List.of(1, 3), List.of(2, 3))) {
            var both = pair.stream().map(PartyId::new).toList();
            var session = new SessionId(trio.fresh());
            trio.finish(both, party -> {
                        var self = signers.get(party);
                        var peer = both.get(party.equals(both.getFirst()) ? 1 : 0);
                        var with = new PoolFill.Surroundings(self.ledger(), self.boot(), trio.entropy, trio.home);
                        return Run.of(PoolFill.of(
                                new Session(session, party, both),
                                self.share().pairs().get(peer),
                                count,
                                with));
                    })
                    .forEach((party, batch) -> signers.get(party).pools().add(batch));
        }
        signers.forEach((party, self) -> {
            // A nonce is spent with any peer: as many for each of the two.
            var batch = self.nonces().prepare(2 * count, trio.entropy);
            signers.forEach((other, theirs) -> {
                if (!other.equals(party)) theirs.nonces().accept(party, batch);
            });
        });
    }
    // [end]

    // [even]
    /// Whoever begins a run has spent its halves of items whether the others hear of it or not. What is left of them
    /// there is of no use to anybody, and would keep new items out: then both begin anew. No fill and no run of the
    /// two is under way.
    void even(PartyId one, PartyId other) {
        var ours = signers.get(one).pools();
        var theirs = signers.get(other).pools();
        if (ours.stock(other) == theirs.stock(one)) return;
        ours.destroy(other);
        theirs.destroy(one);
    }
    // [end]

    /// A run that `party` begins and nobody else hears of.
    void beginAlone(PartyId party, SigningSet set) {
        var order = new SigningTerms.Order(
                trio.fresh(), trio.fresh(), KeyTweak.none(key.scheme().curve()), List.of(trio.fresh()));
        var self = signers.get(party);
        var admitted = self.share()
                .admit(SigningTerms.of(key, set, trio.roster, order), trio.roster, _ -> false, self.quarantine())
                .orThrow();
        var means = new SetupAgreement.Means(self.pools(), self.nonces(), trio.identity(party), trio.entropy);
        try (var run = Run.of(SetupAgreement.of(admitted, means))) {
            run.start();
        }
    }

    /// How many items `party` has left with `peer`.
    int items(PartyId party, PartyId peer) {
        return signers.get(party).pools().stock(peer);
    }

    // [sign]
    SigningResult sign(SigningSet set, KeyTweak child, Digest32 digest) {
        var policy = trio.fresh();
        var order = new SigningTerms.Order(trio.fresh(), policy, child, List.of(digest));
        var terms = SigningTerms.of(key, set, trio.roster, order);
        var agreed = trio.finish(set.parties(), party -> {
            var self = signers.get(party);
            // Each party judges the terms by its own share and roster first; a refusal says why, and nothing is spent.
            var admitted = self.share()
                    .admit(
                            terms,
                            trio.roster,
                            peer -> self.ledger().isBanned(new PairName(key.id(), key.epoch(), party, peer)),
                            self.quarantine())
                    .orThrow();
            var means = new SetupAgreement.Means(self.pools(), self.nonces(), trio.identity(party), trio.entropy);
            return Run.of(SetupAgreement.of(admitted, means));
        });
        var results = trio.finish(set.parties(), party -> Run.of(Signing.of(agreed.get(party))));
        return results.firstEntry().getValue();
    }
    // [end]

    // [close]
    @Override
    public void close() {
        signers.values().forEach(each -> {
            each.pools().close();
            each.nonces().close();
            each.share().close();
        });
    }
    // [end]
}

package tallystick.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.EcdsaCeremony;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.EcdsaPending;
import tallystick.mpc.ecdsa.NonceStock;
import tallystick.mpc.ecdsa.PairBatch;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.PoolFill;
import tallystick.mpc.ecdsa.SetupAgreement;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.ecdsa.VolePools;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.kit.MemoryLedger;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialQuarantine;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;

/// Threshold ECDSA: shares, pair secrets, pools filled for each signature, agreement and signing.
///
/// @param home where secrets live
record EcdsaHolders(SecretMemory home) implements Holders<EcdsaPending> {
    /// What the parties of one signing set have stocked, for one session.
    private record Stocked(EcdsaKeyShare share, VolePools pools, NonceStock nonces, Entropy entropy)
            implements AutoCloseable {
        /// The share is not its own.
        @Override
        public void close() {
            pools.close();
            nonces.close();
        }
    }

    @Override
    public Network<EcdsaPending> ceremony(TrialCeremony trial) {
        return Network.ofRuns(trial.plan().parties().stream()
                .<Run<EcdsaPending>>map(party -> Run.of(Echoed.of(
                        EcdsaCeremony.of(trial.plan(), trial.party(party)), trial.identity(party), trial.roll())))
                .toList());
    }

    @Override
    public PendingShare share(EcdsaPending output) {
        return output.share();
    }

    @Override
    public void discard(EcdsaPending output) {
        output.close();
    }

    @Override
    public void sign(SortedMap<PartyId, EcdsaPending> outputs, List<PartyId> set, Sky sky) {
        var key = outputs.firstEntry().getValue().share().key();
        var digest = TrialCeremony.digest("digest", sky.seed());
        var stocks = new ArrayList<Stocked>();
        var signed = sky.settle(
                "sign",
                set,
                seed -> {
                    var terms = terms(key, set, digest, seed);
                    var agreed = sky.settle(
                            "agree",
                            set,
                            again -> agreeing(stock(outputs, set, again, stocks), terms),
                            ChosenSetup::session,
                            ChosenSetup::close);
                    return Network.of(agreed.values().stream().map(Signing::of).toList());
                },
                result -> result,
                _ -> {});
        stocks.forEach(Stocked::close);
        for (var signature : signed.firstEntry().getValue().signatures())
            Broken.unless(signature.verifies(key.point(), digest), "sign: a signature that does not verify");
    }

    private static SigningTerms terms(GroupKey key, List<PartyId> set, Digest32 digest, long seed) {
        var order = new SigningTerms.Order(
                TrialCeremony.digest("request", seed),
                TrialCeremony.digest("policy", 0),
                KeyTweak.none(Curve.SECP256K1),
                List.of(digest));
        return SigningTerms.of(key, key.tree().qualify(set).orThrow(), roll(set), order);
    }

    /// The same identity keys in every try.
    private static Roll roll(List<PartyId> set) {
        return Roll.of(set, 1);
    }

    private static Network<ChosenSetup> agreeing(SortedMap<PartyId, Stocked> stocked, SigningTerms terms) {
        var roll = roll(terms.parties());
        var agreements = new ArrayList<SetupAgreement>();
        stocked.forEach((party, stock) -> {
            var admitted = stock.share()
                    .admit(terms, roll, _ -> false, new TrialQuarantine())
                    .orThrow();
            var means = new SetupAgreement.Means(stock.pools(), stock.nonces(), roll.identity(party), stock.entropy());
            agreements.add(SetupAgreement.of(admitted, means));
        });
        return Network.of(agreements);
    }

    /// New pools for every session: what a session that failed has taken is gone, and the parties need not agree on
    /// what that was.
    private SortedMap<PartyId, Stocked> stock(
            SortedMap<PartyId, EcdsaPending> outputs, List<PartyId> set, long seed, List<Stocked> stocks) {
        var stocked = new TreeMap<PartyId, Stocked>();
        var pairs = new TreeMap<PartyId, SortedMap<PartyId, PairSecrets>>();
        var pending = new TreeMap<PartyId, PendingShare>();
        outputs.forEach((party, output) -> pending.put(party, output.share()));
        TrialCeremony.shares(pending).forEach((party, share) -> {
            var output = outputs.get(party);
            if (output == null || !set.contains(party)) return;
            var key = share.key();
            var own = output.pairs().orElseThrow().byPeer();
            pairs.put(party, own);
            stocked.put(
                    party,
                    new Stocked(
                            new EcdsaKeyShare(share, own, home),
                            new VolePools(party, key.id(), key.epoch(), 1),
                            new NonceStock(key, party, boot(party, seed), home),
                            new SeededEntropy(seed * 64 + party.value())));
        });
        stocks.addAll(stocked.values());
        stocked.forEach((party, stock) -> {
            var batch = stock.nonces().prepare(1, stock.entropy());
            stocked.forEach((other, theirs) -> {
                if (!other.equals(party)) theirs.nonces().accept(party, batch);
            });
        });
        pairs.forEach((lower, peers) -> peers.forEach((higher, pair) -> {
            if (lower.compareTo(higher) < 0 && set.contains(higher)) fill(pair, stocked, pairs, seed);
        }));
        return stocked;
    }

    private void fill(
            PairSecrets pair,
            SortedMap<PartyId, Stocked> stocked,
            SortedMap<PartyId, SortedMap<PartyId, PairSecrets>> pairs,
            long seed) {
        var name = pair.name();
        var both = List.of(name.lower(), name.higher());
        var session = new SessionId(TrialCeremony.digest(
                "fill", seed * 4096 + name.lower().value() * 64L + name.higher().value()));
        var fills = new ArrayList<PoolFill>();
        pairs.forEach((party, peers) -> peers.forEach((peer, secrets) -> {
            if (!both.contains(party) || !both.contains(peer)) return;
            var with = new PoolFill.Surroundings(
                    new MemoryLedger(), boot(party, seed), new SeededEntropy(seed * 8192 + party.value()), home);
            fills.add(PoolFill.of(new Session(session, party, both), secrets, 1, with));
        }));
        Network.of(fills).run().forEach((party, outcome) -> {
            if (!(outcome instanceof Run.Outcome.Finished<PairBatch>(var batch)))
                throw new Broken("fill: %s stopped".formatted(party));
            stocked.forEach((owner, stock) -> {
                if (owner.equals(party))
                    Broken.unless(stock.pools().add(batch) == VolePools.Added.STOCKED, "fill: no room");
            });
        });
    }

    private static BootId boot(PartyId party, long seed) {
        return new BootId(TrialCeremony.digest("boot", seed * 64 + party.value()));
    }
}

package tallystick.mpc.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.derive.ExtendedKey;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.Envelope;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.VerifyKey;
import tallystick.crypto.secret.SecretBytes;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.agreement.Agreement;
import tallystick.mpc.agreement.Occasions;
import tallystick.mpc.ceremony.Activation;
import tallystick.mpc.ceremony.Ceremony;
import tallystick.mpc.ceremony.CeremonyParty;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.CeremonyTerms;
import tallystick.mpc.ceremony.KeptShare;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.ecdsa.AttemptLedger;
import tallystick.mpc.ecdsa.EcdsaCeremony;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.EcdsaPending;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.frost.FrostAdmission;
import tallystick.mpc.frost.FrostSigning;
import tallystick.mpc.frost.FrostTerms;
import tallystick.mpc.frost.SchnorrSignature;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyClaim;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.key.SealContext;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.InProcess;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Roster;
import tallystick.mpc.session.Run;

/// What `docs/library.md` does with the three, in its order.
final class Walk {
    private Walk() {}

    static void ecdsa(Trio trio) {
        // [walk]
        var shares = trio.activate(trio.generate());
        var key = shares.firstEntry().getValue().key();
        var digest = trio.fresh();
        try (var signers = new Signers(trio, shares)) {
            signers.stock(2);
            var set = trio.tree.qualify(List.of(new PartyId(1), new PartyId(3))).orThrow();
            var result = signers.sign(set, KeyTweak.none(key.scheme().curve()), digest);
            assertThat(result.signatures().getFirst().verifies(key.point(), digest))
                    .isTrue();

            var path = DerivationPath.of(44, 60, 0, 0, 5);
            var child = KeyTweak.of(key, path).orElseThrow();
            var byChild = signers.sign(set, child, digest);
            assertThat(byChild.signatures().getFirst().verifies(byChild.signingKey(), digest))
                    .isTrue();
            assertThat(byChild.signingKey()).isEqualTo(addressKey(key, path));
        }
        // [end]
    }

    // [derive]
    /// The child's public key, as anybody computes it who has the key and its chain code, or its `xpub`.
    static Object addressKey(GroupKey key, DerivationPath path) {
        var top = new Derivation(key.point(), key.chainCode());
        var xpub = ExtendedKey.top(ExtendedKey.Network.MAIN, top).text();
        assertThat(xpub).startsWith("xpub");
        return switch (top.along(path)) {
            case Derivation.Derived(var _, var point, var _) -> point;
            case Derivation.NoChild skipped -> throw new IllegalStateException("take " + skipped.next());
        };
    }
    // [end]

    static void refresh(Trio trio) {
        // [refreshed]
        var shares = trio.activate(trio.generate());
        var refreshed = trio.activate(trio.refresh(shares));
        var before = shares.firstEntry().getValue().key();
        var after = refreshed.firstEntry().getValue().key();
        assertThat(after.point()).isEqualTo(before.point());
        assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
        // Once every owner has said ACTIVATED the old shares go; until then they are kept.
        shares.values().forEach(EcdsaKeyShare::close);
        // [end]
        refreshed.values().forEach(EcdsaKeyShare::close);
    }

    // [reshare]
    /// One participant, by its name: its identity key, and the occasions on which it has spoken.
    record Person(IdentityKey key, Occasions spoken) {
        PartyIdentity identity() {
            return PartyIdentity.of(key);
        }
    }

    /// What each participant makes for itself of an order to reshare and of the keys it believes.
    record Ordered(CeremonyPlan plan, Roster roster) {
        /// Bob and Carol give the key to Carol, Dave and Alice: Bob leaves, Dave joins, and the public key stays.
        ///
        /// @param keys by name, those of everybody who takes part
        static Ordered of(GroupKey key, Digest32 order, Map<String, VerifyKey> keys) {
            var dealers =
                    key.tree().qualify(List.of(new PartyId(2), new PartyId(3))).orThrow();
            var tree = QuorumTree.parse("2 of (carol, dave, alice)").orThrow();
            // In the run each has its number of the new tree; who leaves comes after these.
            var names = CeremonyPlan.reshareParties(key, dealers, tree);
            assertThat(names.values()).containsExactly("carol", "dave", "alice", "bob");
            var known = new TreeMap<PartyId, VerifyKey>();
            names.forEach((party, name) -> known.put(party, keys.get(name)));
            // The hash of this very roster: who believes another key of anybody, Dave's too, holds another set-up.
            var terms = new CeremonyTerms(order, 1, Roster.hash(known));
            return new Ordered(CeremonyPlan.reshare(key, dealers, tree, terms), Roster.of(known));
        }

        Run<SortedMap<PartyId, Bytes>> agreement(PartyId party, Person me, Bytes fresh) {
            var agreement = Agreement.of(plan.terms().order(), party, plan.parties(), plan.setup(), fresh, me.spoken());
            return Run.of(Echoed.of(agreement, me.identity(), roster));
        }
    }

    /// @param old by the numbers of the old tree
    /// @return by the numbers of the new one
    static SortedMap<PartyId, EcdsaKeyShare> reshare(
            Trio trio, SortedMap<PartyId, EcdsaKeyShare> old, Map<String, Person> people) {
        var keys = new TreeMap<String, VerifyKey>();
        people.forEach((name, person) -> keys.put(name, person.key().verifyKey()));
        var ordered = Ordered.of(old.firstEntry().getValue().key(), trio.fresh(), keys);
        var plan = ordered.plan();
        var roster = ordered.roster();
        Function<PartyId, Person> who = party -> people.get(plan.nameOf(party));

        var fresh = trio.finish(
                plan.parties(),
                party -> ordered.agreement(party, who.apply(party), trio.fresh().bytes()));
        var agreed = plan.agreed(fresh.firstEntry().getValue());
        var pending = trio.finish(plan.parties(), party -> {
            var me = who.apply(party);
            // Shares are filed by the numbers of the old tree.
            var brings = plan.baseNumberOf(party).map(number -> old.get(number).share());
            var part = new CeremonyParty(party, me.identity(), roster, brings, me.spoken(), trio.entropy, trio.home);
            return Run.of(Echoed.of(EcdsaCeremony.of(agreed, part), me.identity(), roster));
        });

        var active = new TreeMap<PartyId, EcdsaKeyShare>();
        Trio.certify(shares(pending), roster, party -> who.apply(party).identity())
                .forEach((party, certificate) -> {
                    switch (pending.get(party).activate(certificate, roster, trio.home)) {
                        case Activation.Active<EcdsaKeyShare>(var share) -> active.put(party, share);
                        case Activation.Left<EcdsaKeyShare> _ ->
                            assertThat(plan.nameOf(party)).isEqualTo("bob");
                        case Activation.Refused<EcdsaKeyShare>(var why) -> throw new IllegalStateException(why);
                    }
                });
        return active;
    }
    // [end]

    static void reshare(Trio trio) {
        try (var dave = IdentityKey.generate(trio.entropy, trio.home)) {
            var old = trio.activate(trio.generate());
            var people = new TreeMap<String, Person>();
            for (var party : trio.tree.parties())
                people.put(trio.tree.nameOf(party), new Person(trio.keys.get(party), trio.spoken.get(party)));
            people.put("dave", new Person(dave, new PassingOccasions()));
            var fresh = reshare(trio, old, people);
            var before = old.firstEntry().getValue().key();
            var after = fresh.firstEntry().getValue().key();
            assertThat(fresh.keySet().stream().map(after.tree()::nameOf)).containsExactly("carol", "dave", "alice");
            assertThat(after.point()).isEqualTo(before.point());
            assertThat(after.epoch()).isEqualTo(2);
            old.values().forEach(EcdsaKeyShare::close);
            fresh.values().forEach(EcdsaKeyShare::close);
        }
    }

    // [frost]
    static SchnorrSignature frost(Trio trio, Scheme scheme, Bytes message) {
        var order = trio.fresh();
        var proposed = CeremonyPlan.generate(scheme, trio.tree, new CeremonyTerms(order, 1, trio.rosterHash));
        var plan = proposed.agreed(trio.agree(order, proposed.setup(), proposed.parties()));
        var pending = trio.finish(plan.parties(), party -> {
            var part = new CeremonyParty(
                    party,
                    trio.identity(party),
                    trio.roster,
                    Optional.empty(),
                    trio.spoken.get(party),
                    trio.entropy,
                    trio.home);
            return trio.echoed(party, new Ceremony(plan, part));
        });
        var shares = activate(trio, pending);

        var key = shares.firstEntry().getValue().key();
        var set = trio.tree.qualify(List.of(new PartyId(2), new PartyId(3))).orThrow();
        var output = scheme == Scheme.FROST_BIP340 ? new TaprootTweak.KeyOnly() : new TaprootTweak.None();
        var request = new SigningRequest(message, KeyTweak.none(scheme.curve()), output);
        var policy = trio.fresh();
        var terms = FrostTerms.of(key, set, trio.roster, List.of(request), policy);
        var quarantine = new PassingQuarantine();
        // Each party judges the terms by its own share and roster first; a refusal says why, and nothing is spent.
        var admitted = new TreeMap<PartyId, FrostAdmission.Admitted>();
        for (var party : set.parties())
            admitted.put(
                    party,
                    FrostAdmission.of(shares.get(party), terms, trio.roster, quarantine)
                            .orThrow());
        var setup = admitted.firstEntry().getValue().setup();
        var fresh = trio.agree(trio.fresh(), setup.setup(), set.parties());
        var signatures = trio.finish(
                set.parties(),
                party -> Run.of(FrostSigning.drawing(
                        setup.session(fresh, party), admitted.get(party), trio.entropy, trio.home)));

        var signature = signatures.firstEntry().getValue().getFirst();
        assertThat(signature.verifies(setup.outputKeys().getFirst().point(), message))
                .isTrue();
        assertThat(refused(trio, shares.firstEntry().getValue(), request, policy))
                .isEqualTo(Refusal.OTHER_EPOCH);
        shares.values().forEach(KeyShare::close);
        return signature;
    }

    static SortedMap<PartyId, KeyShare> activate(Trio trio, SortedMap<PartyId, PendingShare> pending) {
        var shares = new TreeMap<PartyId, KeyShare>();
        trio.certify(pending)
                .forEach((party, certificate) -> shares.put(
                        party,
                        pending.get(party).activate(certificate, trio.roster).orThrow()));
        return shares;
    }
    // [end]

    // [refused]
    /// What a stranger asks for need not be so: nothing is thrown, nothing was touched.
    static Refusal refused(Trio trio, KeyShare share, SigningRequest request, Digest32 policy) {
        var key = share.key();
        var parties = List.of(new PartyId(2), new PartyId(3));
        var is = KeyClaim.of(key, parties, trio.roster);
        var claim = new KeyClaim(
                is.keyId(), is.keyHash(), is.epoch() + 1, is.tree(), is.chainCode(), is.parties(), is.roster());
        var terms = new FrostTerms(claim, policy, List.of(request), Optional.empty());
        return switch (FrostAdmission.of(share, terms, trio.roster, new PassingQuarantine())) {
            case FrostAdmission.Admitted _ -> throw new AssertionError("there is no such epoch");
            case FrostAdmission.Refused(var why, var detail) -> {
                assertThat(detail).isEqualTo("terms of epoch 2, share of epoch 1");
                assertThat(why.field()).isEqualTo("epoch");
                assertThat(why.fault()).isEqualTo(Refusal.Fault.ASKERS);
                yield why;
            }
        };
    }
    // [end]

    // [blame]
    /// Bob was given another order than Alice. Both find out before anything is touched, and neither is named.
    static Blame blame(Trio trio) {
        var occasion = trio.fresh();
        var parties = List.of(new PartyId(1), new PartyId(2));
        var outcomes = InProcess.drive(parties.stream()
                .map(party -> {
                    Digest32 orderItWasGiven = trio.fresh();
                    var fresh = trio.fresh().bytes();
                    var spoken = trio.spoken.get(party);
                    return trio.echoed(party, Agreement.of(occasion, party, parties, orderItWasGiven, fresh, spoken));
                })
                .toList());
        return switch (outcomes.get(new PartyId(1))) {
            case Run.Outcome.Finished<?> _ -> throw new AssertionError("they agreed");
            case Run.Outcome.Stopped<?>(var blame) -> {
                // Who: none where nobody can be named, as here, where each may have been given its order. As suspects
                // only, if suspects() says so.
                assertThat(blame.culprits()).isEmpty();
                assertThat(blame.suspects()).isFalse();
                // What follows: RETRY, ABORT, BAN (durable, before any reply) or BURN.
                assertThat(blame.fault().consequence().name()).isEqualTo("ABORT");
                // Words for a log, without secrets, and signed messages for an outsider where there are any.
                assertThat(blame.detail()).contains("set-up of");
                assertThat(blame.evidence()).isEmpty();
                yield blame;
            }
        };
    }
    // [end]

    private static SortedMap<PartyId, PendingShare> shares(SortedMap<PartyId, EcdsaPending> pending) {
        var shares = new TreeMap<PartyId, PendingShare>();
        pending.forEach((party, each) -> shares.put(party, each.share()));
        return shares;
    }

    static void keep(Trio trio) {
        var pending = trio.generate();
        var mine = pending.get(new PartyId(1));
        // A certificate is public: keep it as bytes, Certificate.encode() and parse().
        var certified = trio.certify(shares(pending)).get(new PartyId(1));
        AttemptLedger ledger = new PassingLedger();
        // [keep]
        // Before PREPARED: the share and what it shares with each peer, sealed and synced.
        Bytes shareFile;
        var pairFiles = new TreeMap<PartyId, Bytes>();
        var sealKey = SecretBytes.random(Envelope.KEY_LENGTH_BYTES, trio.entropy, trio.home);
        var self = new PartyId(1);
        try (var plain = mine.share().write(trio.home)) {
            var context = SealContext.ofShare(mine.share().key(), self);
            shareFile = Envelope.seal(sealKey, context, plain, trio.entropy);
        }
        mine.pairs().orElseThrow().byPeer().forEach((peer, pair) -> {
            try (var plain = pair.encode(trio.home)) {
                var context = SealContext.ofPair(mine.share().key(), self, peer);
                pairFiles.put(peer, Envelope.seal(sealKey, context, plain, trio.entropy));
            }
        });

        // After a restart, for a key whose certificate was kept: that of another attempt or epoch activates nothing.
        var key = certified.key();
        var pairs = new TreeMap<PartyId, PairSecrets>();
        pairFiles.forEach((peer, file) -> {
            var context = SealContext.ofPair(key, self, peer);
            try (var plain = Envelope.open(sealKey, context, file, trio.home).orThrow()) {
                var pair = PairSecrets.parse(plain, trio.home).orThrow();
                // A check that was begun and never ended may have told the peer a bit: never use these secrets again.
                if (ledger.isOpen(pair.name()) || ledger.isBanned(pair.name())) pair.close();
                else pairs.put(peer, pair);
            }
        });
        var context = SealContext.ofShare(key, self);
        try (var plain = Envelope.open(sealKey, context, shareFile, trio.home).orThrow()) {
            // It may be of an attempt that came to nothing, and its bytes do not know: the certificate alone makes
            // it sign.
            var kept = KeptShare.parse(plain, key, self, trio.home).orThrow();
            var share = kept.activate(certified, trio.roster).orThrow();
            try (var restored = new EcdsaKeyShare(share, pairs, trio.home)) {
                assertThat(restored.key()).isEqualTo(mine.share().key());
            }
        }
        // [end]
        sealKey.close();
        pending.values().forEach(EcdsaPending::close);
    }
}

package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.SecretMemoryRefused;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.KeptShare;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.ceremony.SealedShareForm;
import tallystick.mpc.ecdsa.Allocation;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.EcdsaCeremony;
import tallystick.mpc.ecdsa.EcdsaPending;
import tallystick.mpc.ecdsa.PairBatch;
import tallystick.mpc.ecdsa.PairPools;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.PairSetup;
import tallystick.mpc.ecdsa.PoolFill;
import tallystick.mpc.ecdsa.RosterSecrets;
import tallystick.mpc.ecdsa.SetupAgreement;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.ecdsa.Taken;
import tallystick.mpc.ecdsa.VolePools;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.MemoryLedger;
import tallystick.mpc.kit.ScarceMemory;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;

/// A loan that is refused, wherever it is asked for, ends the run in which it was: nobody is accused of it, and
/// whatever secret was lent until then is given back.
class ScarceMemoryTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    /// Plays once with enough memory, then once for each place that asks for any, without what it asks for last.
    private static void assertNothingStaysOpen(int placesMin, Consumer<ScarceMemory> play) {
        assertNothingStaysOpen(placesMin, _ -> true, play);
    }

    /// @param looked at which places
    private static void assertNothingStaysOpen(int placesMin, Predicate<String> looked, Consumer<ScarceMemory> play) {
        try (var plenty = ScarceMemory.plentiful()) {
            play.accept(plenty);
            assertThat(plenty.home().lentBytes()).as("with enough memory").isZero();
            assertThat(plenty.unlike()).hasSizeGreaterThanOrEqualTo(placesMin);
            var leftOpen = new ArrayList<String>();
            for (var loan : plenty.unlike()) {
                if (!looked.test(plenty.place(loan))) continue;
                try (var scarce = ScarceMemory.without(loan)) {
                    play.accept(scarce);
                    assertThat(scarce.hasRefused()).isTrue();
                    var lent = scarce.home().lentBytes();
                    if (lent != 0)
                        leftOpen.add("%d bytes without loan %d: %s".formatted(lent, loan, plenty.place(loan)));
                }
            }
            assertThat(leftOpen).isEmpty();
        }
    }

    private record Parcel(PartyId from, Run.Envelope envelope) {}

    /// Drives all; whose step asked for a loan in vain has failed by itself, and the others wait for it.
    ///
    /// @return what came out, all closed by the caller, or nothing where not everybody finished
    private static <O> List<O> drive(ScarceMemory memory, Collection<Run<O>> runs, Consumer<O> close) {
        var byParty = new TreeMap<PartyId, Run<O>>();
        runs.forEach(run -> byParty.put(run.session().self(), run));
        var parcels = new ArrayDeque<Parcel>();
        byParty.forEach(
                (party, run) -> attempt(memory, run, run::start).forEach(each -> parcels.add(new Parcel(party, each))));
        while (!parcels.isEmpty()) {
            var parcel = parcels.remove();
            var to = Invariant.present(byParty.get(parcel.envelope().to()), "a party of the run");
            Supplier<List<Run.Envelope>> hear = () -> to.receive(
                    parcel.from(),
                    parcel.envelope().broadcast(),
                    parcel.envelope().message());
            attempt(memory, to, hear)
                    .forEach(each -> parcels.add(new Parcel(to.session().self(), each)));
        }
        var made = new ArrayList<O>();
        byParty.values().forEach(run -> {
            run.expire();
            switch (run.outcome().orElseThrow()) {
                case Run.Outcome.Finished<O>(var output) -> made.add(output);
                case Run.Outcome.Stopped<O>(var blame) ->
                    assertThat(blame.fault())
                            .isIn(Fault.FAILED_HERE, Fault.ABSENT, Fault.RETIRED, Fault.ITEM_UNAVAILABLE);
            }
            run.close();
        });
        if (made.size() == runs.size()) return made;
        made.forEach(close);
        return List.of();
    }

    private static <O> List<Run.Envelope> attempt(ScarceMemory memory, Run<O> run, Supplier<List<Run.Envelope>> step) {
        try {
            return memory.strictly(step);
        } catch (SecretMemoryRefused refused) {
            assertThat(run.outcome())
                    .hasValueSatisfying(ended -> assertThat(ended)
                            .isInstanceOfSatisfying(Run.Outcome.Stopped.class, stopped -> {
                                assertThat(stopped.blame().fault()).isEqualTo(Fault.FAILED_HERE);
                                assertThat(stopped.blame().culprits()).isEmpty();
                            }));
            return List.of();
        }
    }

    /// Slow, since it makes a hundred set-ups of two parties.
    @Test
    @Tag("slow")
    void pairSetup_givesBackAllItLent() {
        assertNothingStaysOpen(20, memory -> {
            var chance = new SeededEntropy(1);
            var runs = Trial.parties(2).stream()
                    .map(party -> Run.of(PairSetup.of(
                            Trial.session("scarce", party.value(), 2),
                            VoleTrial.key(),
                            1,
                            chance.split(),
                            memory.home())))
                    .toList();
            drive(memory, runs, RosterSecrets::close).forEach(RosterSecrets::close);
        });
    }

    @Test
    void pairSecrets_thatCannotBeRead_giveBackAllTheyLent() {
        assertNothingStaysOpen(3, memory -> {
            var trial = new VoleTrial(2, memory.home());
            var secrets = trial.secrets(2);
            var pair = secrets.get(ONE).byPeer().get(TWO);
            try (var encoded = pair.encode(memory.home())) {
                memory.strictly(() -> PairSecrets.parse(encoded, memory.home()))
                        .orThrow()
                        .close();
            } catch (SecretMemoryRefused refused) {
                assertThat(memory.hasRefused()).isTrue();
            }
            secrets.values().forEach(RosterSecrets::close);
        });
    }

    @Test
    void shareThatCannotBeWrittenOrReadWhole_givesBackTheLeavesThatCould() {
        try (var dealt = DealtKey.deal("3 of (a*2, b, c)", Scheme.FROST_BIP340, 12)) {
            assertNothingStaysOpen(4, memory -> {
                var home = memory.home();
                var leaves = new TreeMap<LeafId, SecretScalar>();
                dealt.share(1).leaves().forEach((leaf, secret) -> leaves.put(leaf, secret.copyTo(home)));
                try (var share = new KeyShare(dealt.key(), ONE, leaves);
                        var form = memory.strictly(() -> SealedShareForm.write(share, home))) {
                    memory.strictly(() -> KeptShare.parse(form, dealt.key(), ONE, home))
                            .orThrow()
                            .close();
                } catch (SecretMemoryRefused refused) {
                    assertThat(memory.hasRefused()).isTrue();
                }
            });
        }
    }

    /// And the pair goes on: no attempt is begun for which there is not all it takes.
    @Test
    void fill_givesBackAllItLent_andEveryAttemptHasAnEnd() {
        try (var source = new VoleTrial(3)) {
            var secrets = source.secrets(2);
            var encoded = List.of(
                    secrets.get(ONE).byPeer().get(TWO).encode(source.home()),
                    secrets.get(TWO).byPeer().get(ONE).encode(source.home()));
            assertNothingStaysOpen(30, memory -> {
                var trial = new VoleTrial(3, memory.home());
                var pairs = encoded.stream()
                        .map(each -> PairSecrets.parse(each, memory.home()).orThrow())
                        .toList();
                drive(memory, fills(trial, pairs, "scarce"), PairBatch::close).forEach(PairBatch::close);
                for (var pair : pairs) {
                    assertThat(trial.ledger(pair.name().self()).isOpen(pair.name()))
                            .isFalse();
                    assertThat(pair.isDestroyed()).isFalse();
                    pair.close();
                }
            });
        }
    }

    private static List<Run<PairBatch>> fills(VoleTrial trial, List<PairSecrets> pairs, String session) {
        return pairs.stream()
                .map(pair -> {
                    var self = pair.name().self();
                    return Run.of(PoolFill.of(
                            new Session(Trial.session(session), self, List.of(ONE, TWO)), pair, 1, trial.with(self)));
                })
                .toList();
    }

    /// The ledger throws in the middle of an attempt: what the peer has seen nobody knows, so nothing is left to ask.
    @Test
    void attemptWhoseEndCannotBeWritten_destroysThePair_andGivesBackAllItLent() {
        for (var last : MemoryLedger.Line.values()) {
            if (last == MemoryLedger.Line.BEGUN) continue;
            try (var memory = ScarceMemory.plentiful()) {
                var trial = new VoleTrial(4, memory.home());
                var secrets = trial.secrets(2);
                var pairs = List.of(
                        secrets.get(ONE).byPeer().get(TWO),
                        secrets.get(TWO).byPeer().get(ONE));
                trial.ledger(ONE).breakAt(last);
                var fill = fills(trial, pairs, "broken").getFirst();
                var other = fills(trial, pairs, "broken").getLast();
                var hello = other.start().getFirst().message();
                var extend = other.receive(ONE, false, fill.start().getFirst().message())
                        .getFirst()
                        .message();
                fill.receive(TWO, false, hello);
                var said = last == MemoryLedger.Line.PASSED ? extend : spoilt(extend);
                assertThatThrownBy(() -> fill.receive(TWO, false, said)).isInstanceOf(IllegalStateException.class);
                assertThat(pairs.getFirst().isDestroyed()).as("%s", last).isTrue();
                assertThat(trial.ledger(ONE).isOpen(pairs.getFirst().name())).isTrue();
                other.close();
                secrets.values().forEach(RosterSecrets::close);
                assertThat(memory.home().lentBytes()).as("%s", last).isZero();
            }
        }
    }

    private static Bytes spoilt(Bytes message) {
        var bytes = message.toArray();
        bytes[bytes.length - 1] ^= 1;
        return Bytes.copyOf(bytes);
    }

    @Test
    void pools_thatCannotLendWhatTheyHold_giveBackAll() {
        assertNothingStaysOpen(5, memory -> {
            var trial = new VoleTrial(5, memory.home());
            var secrets = trial.secrets(2);
            var pairs = List.of(
                    secrets.get(ONE).byPeer().get(TWO),
                    secrets.get(TWO).byPeer().get(ONE));
            var batch = memory.freely(() -> {
                var batches = trial.fill(pairs.getFirst(), pairs.getLast(), 1).run();
                batches.get(TWO).orThrow().close();
                return batches.get(ONE).orThrow();
            });
            try (var pools = new VolePools(ONE, VoleTrial.key(), 1, 8)) {
                pools.add(batch);
                try {
                    var taken = memory.strictly(() -> pools.allocate(TWO, 1));
                    assertThat(taken).isInstanceOfSatisfying(Taken.Items.class, Taken.Items::close);
                } catch (SecretMemoryRefused refused) {
                    assertThat(pools.stock(TWO))
                            .as("an item half lent is spent")
                            .isZero();
                }
            }
            secrets.values().forEach(RosterSecrets::close);
        });
    }

    @Test
    void ecdsaCeremony_givesBackAllItLent() {
        assertNothingStaysOpen(30, place -> !place.contains("PairSetup.advance"), memory -> {
            var trial = TrialCeremony.generate("2 of (a, b)", Scheme.ECDSA_SECP256K1, memory.home(), 6);
            var runs = trial.plan().parties().stream()
                    .map(party -> echoed(trial, party))
                    .toList();
            drive(memory, runs, EcdsaPending::close).forEach(EcdsaPending::close);
        });
    }

    private static Run<EcdsaPending> echoed(TrialCeremony trial, PartyId party) {
        return Run.of(
                Echoed.of(EcdsaCeremony.of(trial.plan(), trial.party(party)), trial.identity(party), trial.roll()));
    }

    @Test
    void refreshAndRepair_giveBackAllTheyLent() {
        for (var repair : List.of(false, true))
            assertNothingStaysOpen(10, memory -> {
                var made = memory.freely(
                        () -> TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_BIP340, memory.home(), 7)
                                .run());
                var shares = TrialCeremony.shares(made);
                var base = made.firstEntry().getValue().key();
                var plan = repair
                        ? CeremonyPlan.repair(base, new PartyId(3), List.of(ONE, TWO), TrialCeremony.terms(1))
                        : CeremonyPlan.refresh(base, TrialCeremony.terms(1));
                var trial = TrialCeremony.of(plan, shares, memory.home(), 8);
                var runs = trial.plan().parties().stream().map(trial::echoedRun).toList();
                drive(memory, runs, PendingShare::close).forEach(PendingShare::close);
                shares.values().forEach(KeyShare::close);
                made.values().forEach(PendingShare::close);
            });
    }

    @Test
    void ecdsaSigning_givesBackAllItLent() {
        var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, 9);
        assertNothingStaysOpen(20, memory -> {
            var key = dealt.in(memory.home());
            var world = SigningWorld.of(key, 9);
            try {
                memory.strictly(() -> world.prepareNonces(1));
                sign(memory, world);
            } catch (SecretMemoryRefused refused) {
                assertThat(memory.hasRefused()).isTrue();
            }
            world.parties().forEach(party -> {
                world.stock(party).close();
                world.share(party).close();
                key.share(party).close();
            });
        });
        dealt.close();
    }

    private static void sign(ScarceMemory memory, SigningWorld world) {
        var terms = world.terms(1, 1, 2);
        var setups = terms.parties().stream()
                .map(party -> Run.of(agreement(memory, world, party, terms)))
                .toList();
        var chosen = drive(memory, setups, ChosenSetup::close);
        var signing = chosen.stream().map(each -> Run.of(Signing.of(each))).toList();
        if (!signing.isEmpty()) drive(memory, signing, _ -> {});
    }

    private static SetupAgreement agreement(
            ScarceMemory memory, SigningWorld world, PartyId party, SigningTerms terms) {
        var admitted = world.share(party)
                .admit(terms, world.roll(), _ -> false, world.quarantine(party))
                .orThrow();
        var pools = new FreelyLent(memory, world.pools(party));
        return SetupAgreement.of(
                admitted,
                new SetupAgreement.Means(pools, world.stock(party), world.roll().identity(party), world.chance(party)));
    }

    /// The dealer's items are no part of the trial.
    private record FreelyLent(ScarceMemory memory, PairPools pools) implements PairPools {
        @Override
        public Taken allocate(PartyId peer, int count) {
            return memory.freely(() -> pools.allocate(peer, count));
        }

        @Override
        public Taken take(PartyId peer, Allocation allocation) {
            return memory.freely(() -> pools.take(peer, allocation));
        }

        @Override
        public void discard(PartyId peer, Allocation allocation) {
            pools.discard(peer, allocation);
        }
    }

    @Test
    void frostSigning_givesBackAllItLent() {
        for (var scheme : FrostTrial.SCHEMES) {
            var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 10);
            assertNothingStaysOpen(7, memory -> {
                var key = dealt.in(memory.home());
                var set = key.set(1, 2);
                var setup = FrostTrial.setup(key, set, List.of(FrostTrial.plain(key, 1), FrostTrial.plain(key, 2)));
                var runs = set.parties().stream()
                        .map(party -> Run.of(FrostTrial.signer(key, setup, party, 1)))
                        .toList();
                drive(memory, runs, _ -> {});
                key.key().tree().parties().forEach(party -> key.share(party).close());
            });
            dealt.close();
        }
    }

    @Test
    void frostOverNoncesMadeAhead_givesBackAllItLent() {
        var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_ED25519, 11);
        assertNothingStaysOpen(7, memory -> {
            var key = dealt.in(memory.home());
            try (var pools = new FrostTrial.Pools(key, 4, 1)) {
                var set = key.set(1, 2);
                var setup = pools.setup(set, List.of(FrostTrial.plain(key, 1)), 0);
                var runs = set.parties().stream()
                        .map(party -> Run.of(pools.signer(setup, party, 1)))
                        .toList();
                drive(memory, runs, _ -> {});
                var left = pools.of(ONE).size();
                try {
                    memory.strictly(() -> pools.of(ONE).fill(2));
                } catch (SecretMemoryRefused refused) {
                    assertThat(pools.of(ONE).size()).as("nothing unannounced").isEqualTo(left);
                }
            }
            key.key().tree().parties().forEach(party -> key.share(party).close());
        });
        dealt.close();
    }

    @Test
    void memoryThatIsAsked_lendsWhatItMay_andCountsNothingElse() {
        try (var scarce = ScarceMemory.without(1)) {
            scarce.strictly(() -> scarce.home().allocate(40));
            var before = scarce.home().lentBytes();
            assertThatThrownBy(() -> scarce.strictly(() -> scarce.home().allocate(40)))
                    .isInstanceOf(SecretMemoryRefused.class)
                    .hasMessageContaining("may not lend 40 bytes");
            assertThat(scarce.home().lentBytes()).isEqualTo(before);
            scarce.strictly(() -> scarce.home().allocate(40));
        }
    }
}

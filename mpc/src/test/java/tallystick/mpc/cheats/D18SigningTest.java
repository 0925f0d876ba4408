package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.ItemRef;
import tallystick.mpc.ecdsa.NonceRef;
import tallystick.mpc.ecdsa.SetupMessage;
import tallystick.mpc.ecdsa.SigningSetup;
import tallystick.mpc.kit.Crasher;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// D18 in signing: a hundred sessions at once over one stock never name a nonce or an item twice, whoever crashes.
class D18SigningTest {
    private static final int SESSIONS = 100;
    private static final int NONCES = 80;

    @Test
    void hundredSessions_atOnce_shareNoNonceAndNoItem() throws Exception {
        try (var world = SigningWorld.of("2 of (a, b, c)", 18).prepareNonces(NONCES);
                var threads = Executors.newFixedThreadPool(4)) {
            var sessions = IntStream.range(0, SESSIONS)
                    .mapToObj(number -> session(world, number))
                    .toList();
            var nonces = new HashSet<NonceRef>();
            var items = new HashSet<ItemRef>();
            var agreed = 0;
            var starved = 0;
            for (var future : threads.invokeAll(sessions)) {
                var outcomes = future.get();
                for (var each : outcomes.entrySet()) {
                    if (each.getValue() instanceof Run.Outcome.Stopped<ChosenSetup>(var blame)) {
                        assertThat(blame.fault()).isIn(Fault.ITEM_UNAVAILABLE, Fault.ABSENT);
                        starved++;
                    } else if (each.getKey().equals(ONE)) {
                        var setup = Outcomes.assertFinished(outcomes, List.of(ONE))
                                .get(ONE)
                                .setup();
                        assertUnused(setup, nonces, items);
                        agreed++;
                    }
                }
                outcomes.values().forEach(D18SigningTest::close);
            }
            assertThat(agreed).isBetween(1, NONCES);
            assertThat(starved).as("more sessions than nonces").isPositive();
            assertThat(nonces).hasSize(2 * agreed);
            assertThat(items).hasSize(2 * agreed);
            assertThat(world.stock(ONE).available()).isZero();
        }
    }

    @Test
    void sessionsSignedAtOnce_allVerify() throws Exception {
        try (var world = SigningWorld.of("2 of (a, b, c)", 18).prepareNonces(16);
                var threads = Executors.newFixedThreadPool(4)) {
            var tasks = new ArrayList<Callable<Boolean>>();
            for (var number = 0; number < 16; number++) {
                var terms = world.terms(1, 1, 3);
                tasks.add(() -> world.sign(terms)
                        .firstEntry()
                        .getValue()
                        .signatures()
                        .getFirst()
                        .verifies(world.signingKey(terms), SigningWorld.digest(0)));
            }
            var verified = 0;
            for (var future : threads.invokeAll(tasks)) verified += future.get() ? 1 : 0;
            assertThat(verified).isEqualTo(16);
        }
    }

    @Test
    void crashesAtEveryPlace_spendWhatWasNamed_andLeakNoSecret() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 18)) {
            var before = world.openSecretBytes();
            var crashes = 0;
            var terms = world.prepareNonces(1).terms(1, 1, 3);
            var silent = world.agreeing(terms).meddle(new Crasher(ONE, 0)).run();
            Outcomes.assertBlamed(silent, List.of(THREE), Fault.ABSENT, ONE);
            silent.values().forEach(D18SigningTest::close);
            crashes++;
            for (var left = 0; left < 2; left++) {
                var agreed = world.prepareNonces(1).agree(world.terms(1, 1, 3));
                var outcomes = SigningWorld.signing(agreed)
                        .meddle(new Crasher(ONE, left))
                        .run();
                Outcomes.assertBlamed(outcomes, List.of(THREE), Fault.ABSENT, ONE);
                crashes++;
            }
            assertThat(crashes).isEqualTo(3);
            world.parties().forEach(party -> world.stock(party).close());
            assertThat(world.openSecretBytes()).isEqualTo(before);
        }
    }

    /// TWO names one of its nonces for both digests.
    @Test
    void oneNonceNamedForTwoDigests_isUnavailable() {
        try (var world = SigningWorld.of("2 of (a, b)", 77).prepareNonces(4)) {
            var terms = world.terms(2, 1, 2);
            var outcomes = world.agreeing(terms)
                    .meddle(Rewriter.ofMessages(world.agreement(TWO, terms), Rewriter.sentBy(TWO, 1), message -> {
                        var first = message.choice().nonces().getFirst();
                        return new SetupMessage(
                                message.opening(),
                                message.terms(),
                                message.fresh(),
                                new SigningSetup.Choice(
                                        List.of(first, first), message.choice().items()));
                    }))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.ITEM_UNAVAILABLE);
        }
    }

    private static Callable<SortedMap<PartyId, Run.Outcome<ChosenSetup>>> session(SigningWorld world, int number) {
        var terms = world.terms(1, 1, 3);
        var crashes = number % 10 == 7;
        return () -> {
            var network = world.agreeing(terms);
            return (crashes ? network.meddle(new Crasher(THREE, 0)) : network).run();
        };
    }

    private static void assertUnused(SigningSetup setup, Set<NonceRef> nonces, Set<ItemRef> items) {
        for (var choice : setup.choices().values()) {
            choice.nonces().forEach(ref -> assertThat(nonces.add(ref)).isTrue());
            choice.items().values().forEach(allocation -> {
                allocation
                        .lowerSends()
                        .forEach(ref -> assertThat(items.add(ref)).isTrue());
                allocation
                        .higherSends()
                        .forEach(ref -> assertThat(items.add(ref)).isTrue());
            });
        }
    }

    private static void close(Run.Outcome<ChosenSetup> outcome) {
        if (outcome instanceof Run.Outcome.Finished<ChosenSetup>(var agreed)) agreed.close();
    }
}

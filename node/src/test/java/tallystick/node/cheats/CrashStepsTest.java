package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Mortal;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

/// One node dies before a step: each change to a file and each frame it says is one. Then it starts from its disk.
///
/// `-Dtallystick.crash.steps=all` walks all steps, a matter of an hour; otherwise a few of them, of different kinds.
@DisplayName("a node killed at any step of an operation")
class CrashStepsTest {
    private static final boolean ALL = "all".equals(System.getProperty("tallystick.crash.steps"));
    private static final int ED25519 = Scheme.FROST_ED25519.code();
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> FOUR = List.of("alpha", "bravo", "charlie", "delta");
    private static final List<String> BOTH = List.of("alpha", "bravo");
    private static final String TREE = "2 of (alpha, bravo, charlie)";
    private static final String OTHER_TREE = "2 of (alpha, bravo, delta)";
    private static final Duration STOCK_LIMIT = Duration.ofMinutes(1);
    private static final Duration HASTE = Duration.ofSeconds(1);
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);

    @TempDir
    private Path directory;

    private final SystemEntropy entropy = new SystemEntropy();
    private final Map<Bytes, ChainSignature> byNonce = new TreeMap<>();
    private TrialFleet fleet;
    private Mortal bravo;
    private TestReporter reporter;
    private boolean isInVain;

    @BeforeEach
    void start(TestReporter reporter) throws IOException, StoreUnavailable {
        this.reporter = reporter;
        fleet = new TrialFleet(directory, FOUR);
        bravo = new Mortal(fleet, "bravo");
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    /// What is killed, and what must hold afterwards.
    private interface Operation {
        void run();

        void check();
    }

    private int everyStep(int few, Operation operation) throws IOException, StoreUnavailable {
        bravo.live();
        operation.run();
        bravo.settle();
        var steps = bravo.steps();
        operation.check();
        var deaths = new TreeSet<String>();
        for (var step : ALL ? steps : some(steps, few)) {
            bravo.dieAt(step);
            isInVain = true;
            // Whoever asks hears it after a while, and asks again when everybody is back.
            fleet.waitForStock(HASTE);
            operation.run();
            fleet.waitForStock(STOCK_LIMIT);
            isInVain = false;
            bravo.settle();
            var end = bravo.end();
            end.map(Mortal.Step::kind).ifPresent(deaths::add);
            bravo.restart();
            try {
                operation.check();
            } catch (AssertionError e) {
                throw new AssertionError("to be killed before %s, killed before %s".formatted(step, end), e);
            }
        }
        reporter.publishEntry("died before", "%s of %d steps".formatted(deaths, steps.size()));
        return deaths.size();
    }

    /// Of as many kinds as there may be, the first of each; spread evenly if that leaves some; and the last.
    private static List<Mortal.Step> some(List<Mortal.Step> steps, int few) {
        var firsts = steps.stream().filter(step -> step.nth() == 1).toList();
        var some = new LinkedHashSet<>(spread(firsts, few));
        some.addAll(spread(steps, few - some.size()));
        some.add(steps.getLast());
        return List.copyOf(some);
    }

    private static List<Mortal.Step> spread(List<Mortal.Step> steps, int few) {
        var count = Math.min(few, steps.size());
        return IntStream.range(0, count)
                .mapToObj(i -> steps.get((int) ((long) steps.size() * i / count)))
                .toList();
    }

    private void hold(CeremonyOrder order, List<String> names) {
        if (isInVain) fleet.holdInVain(order, names);
        else fleet.hold(order, names);
    }

    private int epoch(String node, Digest32 key) {
        return fleet.node(node).keys().held(key).map(held -> held.key().epoch()).orElse(0);
    }

    private boolean areTogether(Digest32 key, List<String> owners) {
        return owners.stream().mapToInt(name -> epoch(name, key)).distinct().count() == 1;
    }

    private CeremonyTask refresh(Digest32 key) {
        return new CeremonyTask.Refresh(fleet.shown("alpha", key));
    }

    private int nextAttempt(Digest32 key) {
        return 1
                + FOUR.stream()
                        .flatMap(name -> fleet.node(name).epochs().shown(key).stream())
                        .mapToInt(shown -> shown.attempt())
                        .max()
                        .orElse(0);
    }

    /// All stand in one epoch, can go on to the next, and every two sign.
    private void checkKey(Digest32 key, List<String> owners) {
        Patience.until(() -> areTogether(key, owners));
        goOn(key, () -> hold(fleet.order(refresh(key), nextAttempt(key)), owners), owners);
        assertSigns(key, owners);
        for (var name : owners)
            Patience.until("%s has destroyed what is over".formatted(name), () -> epochsOnDisk(name, key) == 1);
    }

    private long epochsOnDisk(String node, Digest32 key) {
        try (var files = Files.list(fleet.disk(node).resolve("keys").resolve(key.toString()))) {
            return files.map(each -> String.valueOf(each.getFileName()))
                    .filter(each -> !each.startsWith("epochs"))
                    .map(each -> each.substring(0, each.indexOf('.')))
                    .distinct()
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void goOn(Digest32 key, Runnable change, List<String> remaining) {
        var before = epoch("alpha", key);
        Patience.until(() -> {
            change.run();
            Patience.until(() -> areTogether(key, remaining));
            return epoch("alpha", key) > before;
        });
    }

    private void assertSigns(Digest32 key, List<String> owners) {
        for (var signers : List.of(owners.subList(0, 2), owners.subList(1, 3)))
            fleet.signAtLast(key, Algorithm.ED25519, MESSAGE, signers);
    }

    @Test
    void refresh_isOverEverywhereOrNowhere() throws IOException, StoreUnavailable {
        var key = fleet.generate(ED25519, TREE, THREE);
        var deaths = everyStep(12, new Operation() {
            @Override
            public void run() {
                hold(fleet.order(refresh(key.id()), nextAttempt(key.id())), THREE);
            }

            @Override
            public void check() {
                checkKey(key.id(), THREE);
            }
        });
        assertThat(deaths).isGreaterThan(3);
        assertThat(fleet.node("alpha")
                        .keys()
                        .held(key.id())
                        .orElseThrow()
                        .key()
                        .point()
                        .encode())
                .isEqualTo(key.point());
    }

    @Test
    void generate_isOverEverywhereOrNowhere() throws IOException, StoreUnavailable {
        var deaths = everyStep(6, new Operation() {
            @Override
            public void run() {
                hold(fleet.order(new CeremonyTask.Generate(ED25519, TREE), 1), THREE);
            }

            @Override
            public void check() {
                Patience.until(() ->
                        cards("bravo").equals(cards("alpha")) && cards("bravo").equals(cards("charlie")));
                for (var card : cards("alpha").values()) checkOnce(card);
                checkOnce(fleet.generate(ED25519, TREE, THREE));
            }

            private void checkOnce(KeyCard card) {
                if (epoch("alpha", card.id()) == 1) checkKey(card.id(), THREE);
            }
        });
        assertThat(deaths).isGreaterThan(2);
    }

    private Map<String, KeyCard> cards(String node) {
        var cards = new TreeMap<String, KeyCard>();
        fleet.node(node).keys().cards().forEach(card -> cards.put(card.id().toString(), card));
        return cards;
    }

    @Test
    void reshare_isOverEverywhereOrNowhere() throws IOException, StoreUnavailable {
        var key = fleet.generate(ED25519, TREE, THREE);
        var deaths = everyStep(8, new Operation() {
            @Override
            public void run() {
                var to = owners().equals(THREE) ? OTHER_TREE : TREE;
                var task = new CeremonyTask.Reshare(fleet.shown("alpha", key.id()), to, owners());
                hold(fleet.order(task, nextAttempt(key.id())), FOUR);
            }

            @Override
            public void check() {
                Patience.until(() -> areTogether(key.id(), BOTH));
                goOn(key.id(), this::run, BOTH);
                Patience.until(() -> areTogether(key.id(), owners()));
                assertSigns(key.id(), owners());
            }

            private List<String> owners() {
                var tree = fleet.node("alpha")
                        .keys()
                        .held(key.id())
                        .orElseThrow()
                        .key()
                        .tree();
                return tree.party("charlie").isPresent() ? THREE : List.of("alpha", "bravo", "delta");
            }
        });
        assertThat(deaths).isGreaterThan(3);
    }

    /// The same intent asked for again.
    private SignRequest again(SignRequest request) {
        return new SignRequest(request.evidence(), Bytes.empty(), BOTH, entropy.bytes(16));
    }

    private int everyStepOfSigning(int few, Digest32 key, Algorithm algorithm) throws IOException, StoreUnavailable {
        return everyStep(few, new Operation() {
            private SignRequest request = fleet.request(key, algorithm, MESSAGE, BOTH);
            private Map<String, SignReply> first = Map.of();

            @Override
            public void run() {
                request = fleet.request(key, algorithm, MESSAGE, BOTH);
                first = fleet.sign(request);
            }

            @Override
            public void check() {
                var known = first.values().stream()
                        .filter(SignReply.Signed.class::isInstance)
                        .findFirst();
                var later = known.isPresent() ? alphasAgain() : Patience.signed(2, () -> fleet.sign(again(request)));
                known.ifPresent(reply -> assertThat(later.get("alpha")).isEqualTo(reply));
                assertThat(alphasAgain().get("alpha")).isEqualTo(later.get("alpha"));
                keep(later.values());
                keep(first.values());
            }

            private Map<String, SignReply> alphasAgain() {
                return Map.of("alpha", fleet.node("alpha").signings().sign(again(request)));
            }
        });
    }

    @Test
    void frostSigning_hasOneResult() throws IOException, StoreUnavailable {
        var key = fleet.generate(ED25519, TREE, THREE);
        assertThat(everyStepOfSigning(10, key.id(), Algorithm.ED25519)).isGreaterThan(3);
        assertThat(byNonce).hasSizeGreaterThan(5);
    }

    @Test
    void ecdsaSigning_hasOneResult() throws IOException, StoreUnavailable {
        var key = fleet.generate(Scheme.ECDSA_SECP256K1.code(), TREE, THREE);
        assertThat(everyStepOfSigning(4, key.id(), Algorithm.ECDSA_SECP256K1)).isGreaterThan(1);
        assertThat(byNonce).hasSizeGreaterThan(3);
    }

    /// No nonce is in two signatures.
    private void keep(Iterable<SignReply> replies) {
        for (var reply : replies)
            if (reply instanceof SignReply.Signed(var signatures))
                for (var signature : signatures)
                    assertThat(byNonce.merge(nonce(signature), signature, (old, _) -> old))
                            .isEqualTo(signature);
    }

    private static Bytes nonce(ChainSignature signature) {
        return switch (signature) {
            case RecoverableSignature(var r, var _, var _) -> r;
            case ChainSignature.Plain(var value) -> value.slice(0, 32);
        };
    }
}

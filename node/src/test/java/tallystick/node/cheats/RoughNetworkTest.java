package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

/// Every frame late, one in three twice, and any two of them the other way round.
@DisplayName("a network that delays, repeats and reorders")
class RoughNetworkTest {
    private static final long SEED = 20261121;
    private static final int DELAY_MILLIS_MAX = 20;
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> SIGNERS = List.of("alpha", "charlie");
    private static final String TREE = "2 of (alpha, bravo, charlie)";
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);

    @TempDir
    private Path directory;

    private final SystemEntropy entropy = new SystemEntropy();
    private final ScheduledExecutorService late = Executors.newSingleThreadScheduledExecutor();
    private final Random random = new Random(SEED);
    private TrialFleet fleet;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
    }

    @AfterEach
    void close() {
        late.shutdownNow();
        fleet.close();
    }

    private void roughen() {
        fleet.network().via((_, _, _, deliver) -> {
            var copies = chance(3) == 0 ? 2 : 1;
            for (var copy = 0; copy < copies; copy++) {
                var _ = late.schedule(deliver, chance(DELAY_MILLIS_MAX), TimeUnit.MILLISECONDS);
            }
        });
    }

    private int chance(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    private Map<String, SignReply> signed(KeyCard key, Algorithm algorithm) {
        var request = fleet.request(key.id(), algorithm, MESSAGE, SIGNERS);
        Patience.until(() -> areSigned(again(request)));
        var replies = again(request);
        assertThat(replies.get("alpha")).isEqualTo(replies.get("charlie"));
        assertThat(again(request)).isEqualTo(replies);
        return replies;
    }

    private Map<String, SignReply> again(SignRequest request) {
        return fleet.sign(new SignRequest(request.evidence(), Bytes.empty(), SIGNERS, entropy.bytes(16)));
    }

    private static boolean areSigned(Map<String, SignReply> replies) {
        return replies.size() == 2 && replies.values().stream().allMatch(SignReply.Signed.class::isInstance);
    }

    @Test
    void frostKey_isMade_refreshed_andSignsOnceForEachIntent() {
        roughen();
        var key = fleet.generate(Scheme.FROST_ED25519.code(), TREE, THREE);
        var results = new ConcurrentHashMap<SignReply, Boolean>();
        for (var i = 0; i < 5; i++) results.put(signed(key, Algorithm.ED25519).get("alpha"), true);
        assertThat(results).hasSize(5);
        var task = new CeremonyTask.Refresh(fleet.shown("alpha", key.id()));
        assertThat(TrialFleet.agreed(fleet.hold(fleet.order(task, 1), THREE)).epoch())
                .isEqualTo(2);
        signed(key, Algorithm.ED25519);
    }

    @Test
    void ecdsaKey_isMade_andSignsOnceForEachIntent() {
        roughen();
        var key = fleet.generate(Scheme.ECDSA_SECP256K1.code(), TREE, THREE);
        var results = new ConcurrentHashMap<SignReply, Boolean>();
        for (var i = 0; i < 5; i++)
            results.put(signed(key, Algorithm.ECDSA_SECP256K1).get("alpha"), true);
        assertThat(results).hasSize(5);
    }
}

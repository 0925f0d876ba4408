package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Ed25519Verify;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

/// A run of signing belongs to one epoch: shares of two never meet in it, however the change of epoch falls.
@DisplayName("G2 shares made anew while they sign")
class G2Test {
    private static final List<String> NODES = List.of("alpha", "bravo", "charlie");
    private static final List<String> SIGNERS = List.of("alpha", "charlie");
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);
    private static final int REFRESHES = 2;

    @TempDir
    Path directory;

    private TrialFleet fleet;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, NODES);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void signing_whileTheSharesAreMadeAnew_makesGoodSignaturesOrNone_andCutsNobodyOff() throws Exception {
        var key = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", NODES);
        var replies = new ArrayList<SignReply>();
        var over = new AtomicBoolean();
        var begun = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var signing = threads.submit(() -> {
                while (!over.get()) {
                    var request = fleet.request(key.id(), Algorithm.ED25519, MESSAGE, SIGNERS);
                    replies.addAll(fleet.sign(request).values());
                    begun.countDown();
                }
            });
            try {
                begun.await();
                for (var epoch = 2; epoch <= 1 + REFRESHES; epoch++) assertRefreshed(key, epoch);
            } finally {
                over.set(true);
            }
            Patience.result(signing);
        }
        var signed = 0;
        for (var reply : replies) {
            if (reply instanceof SignReply.Signed good) {
                assertVerifies(key, good);
                signed++;
            } else {
                // Nobody's share was found bad, which shares of two epochs would be.
                assertThat(reply.toString()).doesNotContain("final verification", "bad signature share");
            }
        }
        assertThat(signed).isPositive();
        var last = fleet.signAtLast(key.id(), Algorithm.ED25519, MESSAGE, SIGNERS);
        for (var signer : SIGNERS)
            assertVerifies(key, assertInstanceOf(SignReply.Signed.class, last.get(signer), last.toString()));
    }

    private void assertRefreshed(KeyCard key, int epoch) {
        var task = new CeremonyTask.Refresh(fleet.shown("alpha", key.id()));
        var refreshed = TrialFleet.agreed(fleet.hold(fleet.order(task, 1), NODES));
        assertThat(refreshed.epoch()).isEqualTo(epoch);
        assertThat(refreshed.point()).isEqualTo(key.point());
    }

    private static void assertVerifies(KeyCard key, SignReply.Signed signed) {
        var plain = (ChainSignature.Plain) signed.signatures().getFirst();
        var point = Curve.ED25519.group().parsePoint(key.point()).orThrow();
        assertThat(Ed25519Verify.verify(point, MESSAGE, plain.value())).isTrue();
    }
}

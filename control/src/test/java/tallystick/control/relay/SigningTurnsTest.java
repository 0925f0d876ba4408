package tallystick.control.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.governance.Member;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.wire.TlsIdentity;

/// A node that never answers who asks it to sign keeps few waiting, and not all who go on with withdrawals.
class SigningTurnsTest {
    private static final SystemEntropy ENTROPY = new SystemEntropy();

    private final AtomicLong now = new AtomicLong();
    private final SigningTurns turns = new SigningTurns(now::get);
    private final ArrayDeque<SigningTurns.Turn> taken = new ArrayDeque<>();

    private void take(int count) throws InterruptedException {
        for (var i = 0; i < count; i++) taken.add(turns.take().orElseThrow());
    }

    @Test
    void asManyAsMayWait_doAtOnce_andNobodyElse() throws InterruptedException {
        take(SigningTurns.AT_ONCE);
        assertThat(turns.take()).isEmpty();
        taken.remove().close();
        take(1);
        taken.getLast().close();
        taken.getLast().close();
        take(1);
        assertThat(turns.take()).isEmpty();
    }

    @Test
    void someThatWaitForLong_keepOthersFromWaitingToo_untilOneIsAnswered() throws InterruptedException {
        take(SigningTurns.LONG_MAX);
        now.addAndGet(SigningTurns.LONG.toNanos());
        take(1);
        now.addAndGet(1);
        assertThat(turns.take()).isEmpty();
        taken.remove().close();
        assertThat(turns.take()).isPresent();
    }

    private static Member at(int port, IdentityKey key) {
        return new Member(
                "mute",
                Member.Role.NODE,
                key.verifyKey(),
                List.of(new Digest32(ENTROPY.bytes(Digest32.LENGTH_BYTES))),
                InetAddress.getLoopbackAddress().getHostAddress(),
                port);
    }

    private static Evidence evidence(IdentityKey key) {
        var digest = Transcript.of("tallystick/test/v1/digest").digest();
        var intent = new Intent(
                Intent.Version.V2,
                digest,
                List.of(),
                new ChainId("eip155", "1"),
                Content.TRANSACTION,
                Bytes.copyOf(new byte[32]),
                List.of(digest),
                Instant.ofEpochSecond(1_900_000_000),
                key.verifyKey(),
                ENTROPY.bytes(16));
        return Evidence.of(intent, key);
    }

    @Test
    void setOfANodeForWhichTooManyWait_isNotAsked_andHasBegunNothing() throws Exception {
        try (var home = SecretMemory.open();
                var key = IdentityKey.generate(ENTROPY, home);
                var door = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            var line = new NodeLine(TlsIdentity.generate("control", Instant.now()), at(door.getLocalPort(), key));
            try (var nodes = new Nodes(List.of(line))) {
                for (var i = 0; i < SigningTurns.AT_ONCE; i++)
                    taken.add(line.signing().take().orElseThrow());
                var outcome = nodes.sign(evidence(key), Bytes.empty(), List.of("mute"));
                assertThat(outcome).isInstanceOf(SigningOutcome.Crowded.class);
                assertThat(outcome.mayHaveBegun() || outcome.mayRun()).isFalse();
            }
        }
    }
}

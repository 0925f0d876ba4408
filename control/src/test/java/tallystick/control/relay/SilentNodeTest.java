package tallystick.control.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Member;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.wire.TlsIdentity;

/// A node behind a port at which nobody says a word is known as silent, so that the others are not kept for it.
class SilentNodeTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private static Member at(int port) {
        var entropy = new SystemEntropy();
        try (var home = SecretMemory.open();
                var key = IdentityKey.generate(entropy, home)) {
            return new Member(
                    "mute",
                    Member.Role.NODE,
                    key.verifyKey(),
                    List.of(new Digest32(entropy.bytes(Digest32.LENGTH_BYTES))),
                    InetAddress.getLoopbackAddress().getHostAddress(),
                    port);
        }
    }

    @Test
    void nodeThatSaysNothing_isSilent_andOneThatRefusesIsNot() throws Exception {
        var door = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        try (var line = new NodeLine(TlsIdentity.generate("control", Instant.now()), at(door.getLocalPort()))) {
            assertThat(line.isSilent()).isFalse();
            assertThatThrownBy(() -> line.status(SHORT))
                    .isInstanceOf(NodeUnreachable.class)
                    .hasMessageContaining("deadline exceeded");
            assertThat(line.isSilent()).isTrue();
        } finally {
            door.close();
        }
        try (var line = new NodeLine(TlsIdentity.generate("control", Instant.now()), at(door.getLocalPort()))) {
            assertThatThrownBy(() -> line.status(Duration.ofMinutes(1)))
                    .isInstanceOf(NodeUnreachable.class)
                    .hasMessageContaining("unavailable");
            assertThat(line.isSilent()).isFalse();
        }
    }
}

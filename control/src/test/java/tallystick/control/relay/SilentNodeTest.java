package tallystick.control.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.control.answer.Problem;
import tallystick.core.governance.Member;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.wire.CertificateListener;
import tallystick.wire.OwnTls;
import tallystick.wire.TlsIdentity;
import tallystick.wire.Wire;

/// A node behind a port at which nobody says a word is known as silent, so that the others are not kept for it.
class SilentNodeTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private static Member at(int port) {
        return at(port, new Digest32(new SystemEntropy().bytes(Digest32.LENGTH_BYTES)));
    }

    private static Member at(int port, Digest32 pin) {
        var entropy = new SystemEntropy();
        try (var home = SecretMemory.open();
                var key = IdentityKey.generate(entropy, home)) {
            return new Member(
                    "mute",
                    Member.Role.NODE,
                    key.verifyKey(),
                    List.of(pin),
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

    private static Server refusing(TlsIdentity self, Status status) throws IOException {
        var door = ServerServiceDefinition.builder("tallystick.v1.Door")
                .addMethod(
                        Wire.STATUS,
                        ServerCalls.asyncUnaryCall(
                                (Bytes _, StreamObserver<Bytes> out) -> out.onError(status.asRuntimeException())))
                .build();
        return Grpc.newServerBuilderForPort(
                        0, Wire.serverCredentials(new OwnTls(self), _ -> true, CertificateListener.NOBODY))
                .addService(door)
                .build()
                .start();
    }

    private static NodeUnreachable refusal(Status status) throws IOException {
        var self = TlsIdentity.generate("mute", Instant.now());
        var door = refusing(self, status);
        try (var line = new NodeLine(TlsIdentity.generate("control", Instant.now()), at(door.getPort(), self.pin()))) {
            return catchThrowableOfType(NodeUnreachable.class, () -> line.status(Duration.ofMinutes(1)));
        } finally {
            door.shutdownNow();
        }
    }

    @Test
    void nodeThatTakesNoMoreOfThisControl_isBusy_andWhoeverAskedMayAskAgain() throws Exception {
        var busy = refusal(Status.RESOURCE_EXHAUSTED.withDescription("\u001b[2Jtoo much of this caller"));
        assertThat(busy.why()).isEqualTo("node mute is busy with all that it was asked from here: ask again later");
        assertThat(busy.problem().code()).isEqualTo(Problem.Code.BUSY);
        assertThat(busy.problem().code().retryAfterSeconds()).isPresent();
        var gone = refusal(Status.PERMISSION_DENIED);
        assertThat(gone.why()).isEqualTo("node mute: permission denied");
        assertThat(gone.problem().code()).isEqualTo(Problem.Code.UNREACHABLE);
    }
}

package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.wire.ProtocolVersions;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialPeer;
import tallystick.wire.MemberIdentity;
import tallystick.wire.TlsIdentity;
import tallystick.wire.Wire;

/// Who is not let in over real sockets is refused, written down and counted.
class RefusedPeersTest {
    private static final String UNPINNED = "a key that is not pinned in the roster";
    private static final String EXPIRED = "a certificate out of its dates";

    private final SecretMemory home = SecretMemory.open();
    private final MemberIdentity alpha = identity("alpha", Instant.now());
    private final MemberIdentity expired = identity("zulu", Instant.now().minus(Duration.ofDays(400)));
    private final MemberIdentity operator = identity("operator", Instant.now());
    private final MemberIdentity treasurer = identity("treasurer", Instant.now());
    private final MemberIdentity control = identity("control", Instant.now());
    private final MemberIdentity stranger = identity("stranger", Instant.now());
    private Roster roster = new Roster(1, List.of(person(operator, Member.Role.OPERATOR)));
    private Optional<TrialPeer> opened = Optional.empty();

    private MemberIdentity identity(String name, Instant from) {
        return MemberIdentity.generate(name, from, new SystemEntropy(), home);
    }

    private static Member person(MemberIdentity identity, Member.Role role) {
        return new Member(
                identity.name(),
                role,
                identity.key().verifyKey(),
                identity.tls().pin(),
                "",
                0);
    }

    @BeforeEach
    void open() throws IOException {
        roster = new Roster(
                1,
                List.of(
                        TrialPeer.member(alpha),
                        TrialPeer.member(expired),
                        person(operator, Member.Role.OPERATOR),
                        person(treasurer, Member.Role.INITIATOR),
                        person(control, Member.Role.CONTROL)));
        opened = Optional.of(new TrialPeer(alpha, roster, ProtocolVersions.OWN));
    }

    @AfterEach
    void close() {
        node().close();
        for (var each : List.of(alpha, expired, operator, treasurer, control, stranger)) each.close();
        home.close();
    }

    private TrialPeer node() {
        return opened.orElseThrow();
    }

    private Member self() {
        return roster.named("alpha").orElseThrow();
    }

    private Status.Code call(TlsIdentity as, io.grpc.MethodDescriptor<Bytes, Bytes> method) {
        var channel = Wire.channel(as, self());
        var code = new AtomicReference<>(Status.Code.OK);
        try {
            assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(
                            channel,
                            method,
                            CallOptions.DEFAULT.withDeadlineAfter(Patience.SECONDS_MAX, TimeUnit.SECONDS),
                            Bytes.empty()))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            refused -> code.set(refused.getStatus().getCode()));
            return code.get();
        } finally {
            channel.shutdownNow();
        }
    }

    private void counted(String peer, String reason) {
        Patience.until(reason, () -> node().log().contains(new AuditEvent.PeerRefused(peer, reason)));
        assertThat(node().refusals().counts()).containsKey(reason);
    }

    @Test
    void keyThatIsNotPinned_isRefused() throws Exception {
        assertThat(call(stranger.tls(), Wire.STATUS)).isEqualTo(Status.Code.UNAVAILABLE);
        counted("", UNPINNED);
    }

    @Test
    void certificateOutOfItsDates_isRefused_thoughItsKeyIsPinned() throws Exception {
        assertThat(call(expired.tls(), Wire.STATUS)).isEqualTo(Status.Code.UNAVAILABLE);
        counted("zulu", EXPIRED);
    }

    @Test
    void roleThatMayNotCall_isRefused() throws Exception {
        for (var method : List.of(Wire.QUARANTINE, Wire.CEREMONY))
            assertThat(call(treasurer.tls(), method)).isEqualTo(Status.Code.PERMISSION_DENIED);
        counted("treasurer", "no role for this call");
        assertThat(node().refusals().counts()).containsEntry("no role for this call", 2L);
    }

    @Test
    void controlPlane_carriesEvidence_andOrdersNothing() throws Exception {
        for (var method : List.of(Wire.QUARANTINE, Wire.CEREMONY))
            assertThat(call(control.tls(), method)).isEqualTo(Status.Code.PERMISSION_DENIED);
        counted("control", "no role for this call");
        assertThat(call(control.tls(), Wire.SIGN)).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(call(control.tls(), Wire.GOVERNANCE)).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(node().refusals().counts()).containsEntry("no role for this call", 2L);
    }

    @Test
    void personThatDialsAsANode_isRefused() throws Exception {
        var channel = Wire.channel(operator.tls(), self());
        var ended = new CountDownLatch(1);
        var code = new AtomicReference<>(Status.Code.OK);
        try {
            var _ = ClientCalls.asyncBidiStreamingCall(
                    channel.newCall(Wire.LINK, CallOptions.DEFAULT), new StreamObserver<Bytes>() {
                        @Override
                        public void onNext(Bytes bytes) {}

                        @Override
                        public void onError(Throwable refused) {
                            code.set(Status.fromThrowable(refused).getCode());
                            ended.countDown();
                        }

                        @Override
                        public void onCompleted() {
                            ended.countDown();
                        }
                    });
            assertThat(ended.await(Patience.SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        } finally {
            channel.shutdownNow();
        }
        assertThat(code.get()).isEqualTo(Status.Code.PERMISSION_DENIED);
        counted("operator", "only nodes link");
    }

    @Test
    void keyThatIsPinnedNoLonger_isRefusedAtTheNextCall() throws Exception {
        var channel = Wire.channel(operator.tls(), self());
        try {
            var options = CallOptions.DEFAULT.withDeadlineAfter(Patience.SECONDS_MAX, TimeUnit.SECONDS);
            assertThat(ClientCalls.blockingUnaryCall(channel, Wire.STATUS, options, Bytes.empty())
                            .length())
                    .isPositive();
            node().follow(new Roster(
                    2,
                    roster.members().stream()
                            .filter(member -> !member.name().equals("operator"))
                            .toList()));
            assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(channel, Wire.STATUS, options, Bytes.empty()))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            refused ->
                                    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
            counted("", UNPINNED);
        } finally {
            channel.shutdownNow();
        }
    }
}

package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.wire.NodeStatus;
import tallystick.core.wire.PeerFrame;
import tallystick.core.wire.ProtocolVersions;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.node.kit.Patience;
import tallystick.node.kit.PlainCaller;
import tallystick.node.kit.TrialPeer;
import tallystick.node.transport.Links;
import tallystick.wire.MemberIdentity;
import tallystick.wire.Wire;

@DisplayName("Versions of the protocol, docs/spec/node-wire.md")
class NegotiationTest {
    private static final ProtocolVersions OWN = ProtocolVersions.OWN;
    private static final PeerFrame FRAME =
            new PeerFrame(StandardHash.sha256(Bytes.ofUtf8("channel")), true, Bytes.ofUtf8("hello"));

    private final SecretMemory home = SecretMemory.open();
    private final MemberIdentity alpha = identity("alpha");
    private final MemberIdentity bravo = identity("bravo");
    private final MemberIdentity operator = identity("operator");
    private Roster roster = new Roster(1, List.of(person()));

    private MemberIdentity identity(String name) {
        return MemberIdentity.generate(name, Instant.now(), new SystemEntropy(), home);
    }

    private Member person() {
        return new Member(
                "operator",
                Member.Role.OPERATOR,
                operator.key().verifyKey(),
                operator.tls().pin(),
                "",
                0);
    }

    @BeforeEach
    void enrol() throws IOException {
        roster = new Roster(1, List.of(TrialPeer.member(alpha), TrialPeer.member(bravo), person()));
    }

    @AfterEach
    void close() {
        for (var each : List.of(alpha, bravo, operator)) each.close();
        home.close();
    }

    private Member member(String name) {
        return roster.named(name).orElseThrow();
    }

    private TrialPeer peer(MemberIdentity identity, ProtocolVersions versions) throws IOException {
        return new TrialPeer(identity, roster, versions);
    }

    /// It is counted before it is written down.
    private static void awaitRefusal(TrialPeer by, String peer, String why) {
        Patience.until(why, () -> by.log().contains(new AuditEvent.PeerRefused(peer, why)));
        assertThat(by.refusals().counts()).containsKey(why);
    }

    /// What is said while a link is dialled anew may be lost.
    private static void carries(TrialPeer from, String name, TrialPeer to) {
        Patience.until("a frame for " + name, () -> {
            from.links().send(name, FRAME);
            return to.received().contains(FRAME);
        });
    }

    @Test
    void nodesOfDifferentVersions_useTheHighestCommon_atBothEnds() throws Exception {
        try (var low = peer(alpha, ProtocolVersions.of(1, 2, 3));
                var high = peer(bravo, ProtocolVersions.of(2, 3, 7))) {
            Patience.until("a link", () -> low.links().versions().equals(Map.of("bravo", 3)));
            Patience.until("a link", () -> high.links().versions().equals(Map.of("alpha", 3)));
            carries(low, "bravo", high);
            carries(high, "alpha", low);
            assertThat(low.refusals().count() + high.refusals().count()).isZero();
        }
    }

    @Test
    void nodesWithoutAVersionInCommon_areRefusedAtBothEnds_writtenDownAndCounted() throws Exception {
        try (var low = peer(alpha, ProtocolVersions.of(1, 2));
                var high = peer(bravo, ProtocolVersions.of(3))) {
            Patience.until("refused there", () -> high.links().apart().equals(List.of("alpha")));
            Patience.until("refused here", () -> low.links().apart().equals(List.of("bravo")));
            awaitRefusal(low, "bravo", Links.APART);
            awaitRefusal(high, "alpha", Links.APART);
            assertThat(low.links().up()).isEmpty();
            assertThat(high.links().up()).isEmpty();
            assertThat(high.status().standing().orElseThrow().apart()).containsExactly("alpha");
        }
    }

    /// A node of today: nothing that calls it is refused that was not before, and no node of before is linked.
    private TrialPeer today(MemberIdentity identity) throws IOException {
        return new TrialPeer(identity, roster, OWN, ProtocolVersions.BETWEEN_NODES);
    }

    @Test
    void nodesOfToday_areLinkedInTheOneVersionBetweenNodes_andAnswerCallersOfBefore() throws Exception {
        try (var low = today(alpha);
                var high = today(bravo)) {
            Patience.until("a link", () -> low.links().versions().equals(Map.of("bravo", 3)));
            Patience.until("a link", () -> high.links().versions().equals(Map.of("alpha", 3)));
            for (var version : List.of("1", "1,2")) {
                var said = Map.of("tallystick-versions", version);
                assertThat(status(PlainCaller.channel(operator.tls(), member("bravo"), said))
                                .name())
                        .isEqualTo("bravo");
            }
            assertThat(low.refusals().count() + high.refusals().count()).isZero();
        }
    }

    @Test
    void nodeFromBeforeTheChange_isNotLinked_whoeverDials_andIsNamedAsTheOneToUpgrade() throws Exception {
        for (var newer : List.of("alpha", "bravo")) {
            var before = ProtocolVersions.of(1, 2);
            try (var low = newer.equals("alpha") ? today(alpha) : peer(alpha, before);
                    var high = newer.equals("bravo") ? today(bravo) : peer(bravo, before)) {
                Patience.until("refused there", () -> high.links().apart().equals(List.of("alpha")));
                Patience.until("refused here", () -> low.links().apart().equals(List.of("bravo")));
                assertThat(low.links().up()).isEmpty();
                assertThat(high.links().up()).isEmpty();
            }
        }
        assertThat(ProtocolVersions.BETWEEN_NODES.apart("alpha", "bravo", ProtocolVersions.of(1, 2)))
                .isEqualTo("alpha speaks protocol versions 3 and bravo speaks 1,2, none in common: upgrade bravo");
    }

    @Test
    void nodeThatAnswersNothing_isRefused_whereVersionOneIsNotSpoken() throws Exception {
        var server = PlainCaller.server(bravo.tls(), member("bravo"), Map.of());
        closing = server::shutdownNow;
        try (var node = today(alpha)) {
            Patience.until("refused", () -> node.links().apart().equals(List.of("bravo")));
            assertThat(node.links().up()).isEmpty();
            awaitRefusal(node, "bravo", Links.APART);
        }
    }

    @Test
    void callerWithoutAVersionInCommon_isToldWhomToUpgrade() throws Exception {
        try (var node = peer(bravo, ProtocolVersions.of(5, 6))) {
            var channel = Wire.channel(operator.tls(), member("bravo"));
            assertThatThrownBy(() -> status(channel)).isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
                assertThat(refused.getStatus().getDescription())
                        .isEqualTo("bravo speaks protocol versions 5,6 and operator speaks 1,2,3,4,"
                                + " none in common: upgrade operator");
            });
            assertThat(node.refusals().counts()).containsEntry(Links.APART, 1L);
        }
    }

    private static NodeStatus status(ManagedChannel channel) {
        try {
            var options = CallOptions.DEFAULT.withDeadlineAfter(Patience.SECONDS_MAX, TimeUnit.SECONDS);
            return NodeStatus.parse(ClientCalls.blockingUnaryCall(channel, Wire.STATUS, options, Bytes.empty()))
                    .orThrow();
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void callerThatSaysNothing_isSpokenToAsBefore() throws Exception {
        try (var _ = peer(bravo, OWN)) {
            assertThat(status(PlainCaller.channel(operator.tls(), member("bravo"), Map.of()))
                            .standing())
                    .isEmpty();
            assertThat(status(Wire.channel(operator.tls(), member("bravo"))).standing())
                    .isPresent();
        }
    }

    @Test
    void callerThatSaysGarbage_isRefusedAndCounted() throws Exception {
        try (var node = peer(bravo, OWN)) {
            for (var garbage : List.of("x", "2,1", "0", "1,2,", "99999")) {
                var channel =
                        PlainCaller.channel(operator.tls(), member("bravo"), Map.of("tallystick-versions", garbage));
                assertThatThrownBy(() -> status(channel))
                        .isInstanceOfSatisfying(
                                StatusRuntimeException.class,
                                refused -> assertThat(refused.getStatus().getCode())
                                        .isEqualTo(Status.Code.INVALID_ARGUMENT));
            }
            assertThat(node.refusals().counts()).containsEntry(Links.GARBLED, 5L);
        }
    }

    private TrialPeer dialled(Map<String, String> answer, ProtocolVersions versions) throws IOException {
        var server = PlainCaller.server(bravo.tls(), member("bravo"), answer);
        closing = server::shutdownNow;
        return peer(alpha, versions);
    }

    private Runnable closing = () -> {};

    @AfterEach
    void stop() {
        closing.run();
    }

    @Test
    void nodeThatAnswersNothing_isLinkedInVersionOne() throws Exception {
        try (var node = dialled(Map.of(), OWN)) {
            Patience.until("a link", () -> node.links().versions().equals(Map.of("bravo", 1)));
        }
    }

    @Test
    void answerThatDoesNotFit_isRefusedAndCounted() throws Exception {
        var altered = Map.of("tallystick-versions", "1,2", "tallystick-versions-heard", "1", "tallystick-version", "2");
        try (var node = dialled(altered, OWN)) {
            awaitRefusal(node, "bravo", Links.GARBLED);
            assertThat(node.links().up()).isEmpty();
        }
    }

    @Test
    void answerInALowerVersionThanTheHighestCommon_isRefused() throws Exception {
        var lowered =
                Map.of("tallystick-versions", "1,2", "tallystick-versions-heard", "1,2,3", "tallystick-version", "1");
        try (var node = dialled(lowered, OWN)) {
            Patience.until("refused", () -> node.refusals().counts().containsKey(Links.GARBLED));
            assertThat(node.links().up()).isEmpty();
        }
    }

    @Test
    void nodeThatAnswersOtherVersions_isRefused() throws Exception {
        var other =
                Map.of("tallystick-versions", "8,9", "tallystick-versions-heard", "1,2,3", "tallystick-version", "8");
        try (var node = dialled(other, OWN)) {
            Patience.until("refused", () -> node.links().apart().equals(List.of("bravo")));
            assertThat(node.links().up()).isEmpty();
        }
    }
}

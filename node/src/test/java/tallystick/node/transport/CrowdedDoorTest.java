package tallystick.node.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.wire.EvidenceOrder;
import tallystick.core.wire.PeerFrame;
import tallystick.core.wire.ProtocolVersions;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialPeer;
import tallystick.wire.MemberIdentity;
import tallystick.wire.Wire;

@DisplayName("Nobody takes a node's file handles or memory at its door, docs/spec/node-wire.md NW-54, NW-55")
class CrowdedDoorTest {
    private static final Bytes LONGEST = Bytes.copyOf(new byte[Wire.MESSAGE_BYTES_MAX]);

    private final SecretMemory home = SecretMemory.open();
    private final MemberIdentity alpha = identity("alpha");
    private final MemberIdentity control = identity("control");
    private final MemberIdentity operator = identity("operator");
    private final MemberIdentity able = identity("able");
    private final List<AutoCloseable> opened = new ArrayList<>();
    private @Nullable Member self;
    private @Nullable TrialPeer node;

    private MemberIdentity identity(String name) {
        return MemberIdentity.generate(name, Instant.now(), new SystemEntropy(), home);
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
        self = TrialPeer.member(alpha);
        var others = List.of(
                person(control, Member.Role.CONTROL), person(operator, Member.Role.OPERATOR), TrialPeer.member(able));
        var roster =
                new Roster(1, Stream.concat(Stream.of(self()), others.stream()).toList());
        node = new TrialPeer(alpha, roster, ProtocolVersions.OWN);
    }

    @AfterEach
    void close() throws Exception {
        for (var each : opened) each.close();
        node().close();
        for (var each : List.of(alpha, control, operator, able)) each.close();
        home.close();
    }

    private Member self() {
        return Objects.requireNonNull(self);
    }

    private TrialPeer node() {
        return Objects.requireNonNull(node);
    }

    private ManagedChannel channel(MemberIdentity as) {
        var channel = Wire.channel(as.tls(), self());
        opened.add(channel::shutdownNow);
        return channel;
    }

    private ManagedChannel assertAnswers(MemberIdentity as) {
        var channel = channel(as);
        assertAnswers(channel);
        return channel;
    }

    private static void assertAnswers(ManagedChannel channel) {
        var options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
        assertThat(ClientCalls.blockingUnaryCall(channel, Wire.STATUS, options, Bytes.empty())
                        .length())
                .isPositive();
    }

    private void assertWrittenDown(String peer, String reason) {
        Patience.until(reason, () -> node().log().contains(new AuditEvent.PeerRefused(peer, reason)));
    }

    private Socket stranger() throws IOException {
        var socket = new Socket(self().host(), self().port());
        opened.add(socket);
        return socket;
    }

    /// Whether the other side has ended it, within a moment.
    private static boolean hasEnded(Socket socket, int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        }
    }

    /// A call of which this side says no more than that, and does not say that it is all.
    ///
    /// @return how it ends
    private static CompletableFuture<Status.Code> begun(
            ManagedChannel channel, MethodDescriptor<Bytes, Bytes> method, List<Bytes> said) {
        var ended = new CompletableFuture<Status.Code>();
        // The library keeps back what is not known to be all, but for streams.
        var stream = method.toBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .build();
        var call = channel.newCall(stream, CallOptions.DEFAULT);
        call.start(whose(ended), new Metadata());
        said.forEach(call::sendMessage);
        call.request(1);
        return ended;
    }

    /// A call whose answer this side never takes.
    private static CompletableFuture<Status.Code> unread(ManagedChannel channel) {
        var ended = new CompletableFuture<Status.Code>();
        var call = channel.newCall(Wire.EVIDENCE, CallOptions.DEFAULT);
        call.start(whose(ended), new Metadata());
        call.sendMessage(new EvidenceOrder.Piece("log/checkpoint", 0).encode());
        call.halfClose();
        return ended;
    }

    private static ClientCall.Listener<Bytes> whose(CompletableFuture<Status.Code> end) {
        return new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
                end.complete(status.getCode());
            }
        };
    }

    private static long refused(List<CompletableFuture<Status.Code>> calls) {
        return calls.stream()
                .filter(CompletableFuture::isDone)
                .filter(each -> each.join() == Status.Code.RESOURCE_EXHAUSTED)
                .count();
    }

    @Test
    void strangersBeyondTheBound_endTheOldestAmongThem_andNobodyWhoHasShownAKey() throws IOException {
        var before = assertAnswers(operator);
        var first = stranger();
        for (var i = 1; i < Connections.UNPROVEN_MAX; i++) {
            var _ = stranger();
        }
        assertThat(hasEnded(first, 100)).isFalse();
        var last = stranger();
        assertThat(hasEnded(first, 5_000)).isTrue();
        assertThat(hasEnded(last, 100)).isFalse();
        assertAnswers(before);
        var _ = assertAnswers(control);
        assertWrittenDown("", "too many connections without a key");
    }

    @Test
    void connectionsOfOneKeyBeyondTheBound_endItsOldest_andNobodyElses() {
        var other = assertAnswers(operator);
        var first = begun(assertAnswers(control), Wire.STATUS, List.of());
        for (var i = 1; i < Connections.OF_ONE_KEY_MAX; i++) {
            var _ = assertAnswers(control);
        }
        assertThat(first).isNotDone();
        var _ = assertAnswers(control);
        Patience.until(first::isDone);
        assertAnswers(other);
    }

    @Test
    void bytesOfOneKeyBeyondTheBound_areRefused_andNobodyElses() {
        var calls = new ArrayList<CompletableFuture<Status.Code>>();
        var channel = channel(control);
        for (var i = 0; i < 6; i++) calls.add(begun(channel, Wire.SIGN, List.of(LONGEST)));
        Patience.until(() -> refused(calls) == 2);
        var _ = assertAnswers(operator);
        assertWrittenDown("control", "too much under way at once");
        channel.shutdownNow();
        Patience.until(() -> calls.stream().allMatch(CompletableFuture::isDone));
        // What they held was given back: as much is taken again.
        var anew = channel(control);
        for (var i = 0; i < 4; i++) assertThat(status(anew)).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    private static Status.Code status(ManagedChannel channel) {
        var options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
        try {
            var _ = ClientCalls.blockingUnaryCall(channel, Wire.SIGN, options, LONGEST);
            return Status.Code.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().getCode();
        }
    }

    @Test
    void callsOfOneKeyBeyondTheBound_areRefused_andNobodyElses() {
        var calls = new ArrayList<CompletableFuture<Status.Code>>();
        var connections = Burdens.CALLS_MAX / Connections.CALLS_OF_ONE_MAX + 1;
        for (var i = 0; i < connections; i++) {
            var channel = channel(control);
            for (var j = 0; j < Connections.CALLS_OF_ONE_MAX; j++) calls.add(begun(channel, Wire.STATUS, List.of()));
        }
        Patience.until(() -> refused(calls) == (long) Connections.CALLS_OF_ONE_MAX);
        var _ = assertAnswers(operator);
        assertWrittenDown("control", "too much under way at once");
    }

    @Test
    void answersOfOneKeyBeyondTheBound_areRefused_andNobodyElses() {
        var calls = new ArrayList<CompletableFuture<Status.Code>>();
        var bound = Burdens.BYTES_MAX / TrialPeer.STRETCH.length();
        var channel = channel(operator);
        // The library takes some in for this side by itself.
        for (var i = 0; i < 3 * bound; i++) calls.add(unread(channel));
        Patience.until(() -> refused(calls) > bound);
        var _ = assertAnswers(control);
        assertWrittenDown("operator", "too much under way at once");
        channel.shutdownNow();
        var anew = channel(operator);
        Patience.until(() -> {
            var options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
            var order = new EvidenceOrder.Piece("log/checkpoint", 0).encode();
            return ClientCalls.blockingUnaryCall(anew, Wire.EVIDENCE, options, order)
                            .length()
                    > TrialPeer.STRETCH.length();
        });
    }

    @Test
    void streamsOfOneNodeBeyondTheBound_endItsOldest_andNoOther() {
        var links = new ArrayList<CompletableFuture<Status.Code>>();
        for (var i = 0; i < Burdens.LINKS_MAX; i++) links.add(begun(assertAnswers(able), Wire.LINK, List.of()));
        assertThat(links).noneMatch(CompletableFuture::isDone);
        links.add(begun(assertAnswers(able), Wire.LINK, List.of()));
        Patience.until(() -> links.getFirst().isDone());
        assertThat(links.subList(1, links.size())).noneMatch(CompletableFuture::isDone);
        assertAnswers(channel(operator));
    }

    @Test
    void messageOfALink_thatIsLongerThanTheLongestFrame_endsItsStream_andNoOther() {
        var largest = new PeerFrame(
                Transcript.of("tallystick/test/v1/channel").digest(),
                false,
                Bytes.copyOf(new byte[PeerFrame.BODY_BYTES_MAX]));
        var good = begun(channel(able), Wire.LINK, List.of(largest.encode(), largest.encode()));
        var bad = begun(channel(able), Wire.LINK, List.of(largest.encode(), LONGEST));
        assertThat(bad.join()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertWrittenDown("able", "too much under way at once");
        assertThat(good).isNotDone();
    }

    @Test
    void packedMessage_isRefused_howeverShort() {
        var options =
                CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS).withCompression("gzip");
        assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(channel(control), Wire.SIGN, options, LONGEST))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refused -> assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
    }
}

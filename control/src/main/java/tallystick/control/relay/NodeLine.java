package tallystick.control.relay;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tallystick.core.governance.Member;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.GovernanceStanding;
import tallystick.core.wire.LogPage;
import tallystick.core.wire.LogQuery;
import tallystick.core.wire.NodeStatus;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.wire.TlsIdentity;
import tallystick.wire.Wire;

/// One long-lived line to one node.
///
/// **Threads** any.
final class NodeLine implements AutoCloseable {
    private final Member node;
    private final ManagedChannel channel;
    private final SigningTurns signing = new SigningTurns(System::nanoTime);
    private volatile boolean isSilent;

    NodeLine(TlsIdentity self, Member node) {
        this.node = node;
        this.channel = Wire.channel(self, node);
    }

    Member node() {
        return node;
    }

    /// Whether the last that was asked got no answer in its time: who waits for several nodes waits for this one less.
    /// Any answer ends it.
    boolean isSilent() {
        return isSilent;
    }

    NodeStatus status(Duration limit) throws NodeUnreachable {
        return ask(Wire.STATUS, Bytes.empty(), limit, NodeStatus::parse);
    }

    /// Who may ask it for a signature.
    SigningTurns signing() {
        return signing;
    }

    SignReply sign(SignRequest request, Duration limit) throws NodeUnreachable {
        return ask(Wire.SIGN, request.encode(), limit, SignReply::parse);
    }

    GovernanceStanding standing(Duration limit) throws NodeUnreachable {
        var reply = governance(new GovernanceOrder.Show(), limit);
        if (reply instanceof GovernanceReply.Shown(var standing)) return standing;
        throw new NodeUnreachable("node %s answered something else than was asked".formatted(node.name()));
    }

    GovernanceReply governance(GovernanceOrder order, Duration limit) throws NodeUnreachable {
        return ask(Wire.GOVERNANCE, order.encode(), limit, GovernanceReply::parse);
    }

    LogPage log(LogQuery query, Duration limit) throws NodeUnreachable {
        return ask(Wire.LOG, query.encode(), limit, LogPage::parse);
    }

    private <T> T ask(
            MethodDescriptor<Bytes, Bytes> method, Bytes request, Duration limit, Function<Bytes, Parsed<T>> parser)
            throws NodeUnreachable {
        var options = CallOptions.DEFAULT.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            var answer = ClientCalls.blockingUnaryCall(channel, method, options, request);
            isSilent = false;
            return switch (parser.apply(answer)) {
                case Parsed.Ok<T>(var value) -> value;
                case Parsed.Malformed<T>(var offset, var expected) ->
                    throw new NodeUnreachable("node %s: answer malformed at byte %d: expected %s"
                            .formatted(node.name(), offset, expected));
            };
        } catch (StatusRuntimeException e) {
            var status = e.getStatus();
            isSilent = status.getCode() == Status.Code.DEADLINE_EXCEEDED;
            if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) throw NodeUnreachable.busy(node.name());
            var code = status.getCode().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            throw new NodeUnreachable("node %s: %s".formatted(node.name(), code));
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}

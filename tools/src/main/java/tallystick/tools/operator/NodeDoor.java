package tallystick.tools.operator;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tallystick.core.attestation.NodeAttestation;
import tallystick.core.governance.Member;
import tallystick.core.pack.PackManifest;
import tallystick.core.wire.AttestationRequest;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CountersignReply;
import tallystick.core.wire.Distrust;
import tallystick.core.wire.EvidenceOrder;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.LogPage;
import tallystick.core.wire.LogQuery;
import tallystick.core.wire.NodeStatus;
import tallystick.core.wire.QuarantineOrder;
import tallystick.core.wire.QuarantineReply;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.doctor.Printable;
import tallystick.wire.TlsIdentity;
import tallystick.wire.Wire;

/// One node, as an operator or initiator reaches it: over mutual TLS with the key pinned in the roster.
///
/// **Threads** any.
public final class NodeDoor implements AutoCloseable {
    private final Member node;
    private final ManagedChannel channel;

    /// Connects when first used.
    public NodeDoor(TlsIdentity self, Member node) {
        this.node = node;
        this.channel = Wire.channel(self, node);
    }

    /// Who is behind it.
    public String name() {
        return node.name();
    }

    /// What the node is and holds.
    ///
    /// @throws NodeUnreachable if it does not answer in time or refuses this caller
    public NodeStatus status(Duration limit) throws NodeUnreachable {
        var answer = unary(Wire.STATUS, Bytes.empty(), limit);
        return good(NodeStatus.parse(answer));
    }

    /// Whose log the node does not believe.
    ///
    /// @throws NodeUnreachable if it does not answer in time, refuses this caller, or is of a version before such
    /// calls
    public Distrust distrust(Duration limit) throws NodeUnreachable {
        return good(Distrust.parse(unary(Wire.DISTRUST, Bytes.empty(), limit)));
    }

    /// The active epoch of a key.
    ///
    /// @throws NodeUnreachable if it does not answer in time, refuses this caller, or has no part in the key
    public KeyRecord key(Digest32 id, Duration limit) throws NodeUnreachable {
        return good(KeyRecord.parse(unary(Wire.KEY, id.bytes(), limit)));
    }

    /// Its part of the attestation of one epoch.
    ///
    /// @throws NodeUnreachable if it does not answer in time, refuses this caller, or attests no such epoch
    public NodeAttestation attestation(AttestationRequest request, Duration limit) throws NodeUnreachable {
        return good(NodeAttestation.parse(unary(Wire.ATTESTATION, request.encode(), limit)));
    }

    /// Asks it to take part in signing.
    ///
    /// @throws NodeUnreachable if it does not answer in time or refuses this caller
    public SignReply sign(SignRequest request, Duration limit) throws NodeUnreachable {
        return good(SignReply.parse(unary(Wire.SIGN, request.encode(), limit)));
    }

    /// Brings an order about a quarantine.
    ///
    /// @throws NodeUnreachable if it does not answer in time or refuses this caller
    public QuarantineReply quarantine(QuarantineOrder order, Duration limit) throws NodeUnreachable {
        return good(QuarantineReply.parse(unary(Wire.QUARANTINE, order.encode(), limit)));
    }

    /// Asks it to sign the manifest of an evidence pack.
    ///
    /// @throws NodeUnreachable if it does not answer in time, refuses this caller, or is of a version before such
    /// calls
    public CountersignReply countersign(PackManifest manifest, Duration limit) throws NodeUnreachable {
        return good(CountersignReply.parse(unary(Wire.COUNTERSIGN, manifest.encode(), limit)));
    }

    /// Asks it for files of its log or docket.
    ///
    /// @throws NodeUnreachable if it does not answer in time, refuses this caller, or is of a version before such
    /// calls
    public EvidenceOrder.Reply evidence(EvidenceOrder order, Duration limit) throws NodeUnreachable {
        return good(EvidenceOrder.Reply.parse(unary(Wire.EVIDENCE, order.encode(), limit)));
    }

    /// Asks it for entries of its log.
    ///
    /// @throws NodeUnreachable if it does not answer in time, refuses this caller, or is of a version before such
    /// calls
    public LogPage log(LogQuery query, Duration limit) throws NodeUnreachable {
        return good(LogPage.parse(unary(Wire.LOG, query.encode(), limit)));
    }

    /// Brings something about documents.
    ///
    /// @throws NodeUnreachable if it does not answer in time or refuses this caller
    public GovernanceReply governance(GovernanceOrder order, Duration limit) throws NodeUnreachable {
        return good(GovernanceReply.parse(unary(Wire.GOVERNANCE, order.encode(), limit)));
    }

    /// Runs a ceremony to its end, passing on the node's news.
    ///
    /// @throws NodeUnreachable if it does not answer in time or refuses this caller
    public void ceremony(CeremonyOrder order, Duration limit, Consumer<CeremonyNews> news) throws NodeUnreachable {
        try {
            var answers =
                    ClientCalls.blockingServerStreamingCall(channel, Wire.CEREMONY, options(limit), order.encode());
            while (answers.hasNext()) news.accept(good(CeremonyNews.parse(answers.next())));
        } catch (StatusRuntimeException e) {
            throw unreachable(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private Bytes unary(io.grpc.MethodDescriptor<Bytes, Bytes> method, Bytes request, Duration limit)
            throws NodeUnreachable {
        try {
            return ClientCalls.blockingUnaryCall(channel, method, options(limit), request);
        } catch (StatusRuntimeException e) {
            throw unreachable(e);
        }
    }

    private static CallOptions options(Duration limit) {
        return CallOptions.DEFAULT
                .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)
                .withWaitForReady();
    }

    private <T> T good(Parsed<T> answer) throws NodeUnreachable {
        return switch (answer) {
            case Parsed.Ok<T>(var value) -> value;
            case Parsed.Malformed<T>(var offset, var expected) ->
                throw new NodeUnreachable("node %s: answer malformed at byte %d: expected %s; is it of this version?"
                        .formatted(node.name(), offset, expected));
        };
    }

    private NodeUnreachable unreachable(StatusRuntimeException e) {
        var status = e.getStatus();
        return new NodeUnreachable("node %s at %s:%d: %s%s"
                .formatted(
                        node.name(),
                        node.host(),
                        node.port(),
                        status.getCode()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', ' '),
                        status.getDescription() == null ? "" : ": " + Printable.ofLong(status.getDescription())));
    }
}

package tallystick.wire;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.TrustManager;
import tallystick.core.governance.Member;
import tallystick.core.wire.ProtocolVersions;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// The methods programs call on a node, and the pinned channels they call them over. A message is opaque canonical
/// bytes (`tallystick.core.wire` reads them); gRPC brings framing, flow control and streams.
public final class Wire {
    /// Node to node: one stream per pair, all sessions on it.
    public static final MethodDescriptor<Bytes, Bytes> LINK =
            method("Peer/Link", MethodDescriptor.MethodType.BIDI_STREAMING);
    /// Operator to node: runs a ceremony; answers with progress and the result.
    public static final MethodDescriptor<Bytes, Bytes> CEREMONY =
            method("Door/Ceremony", MethodDescriptor.MethodType.SERVER_STREAMING);
    /// Initiator to node: judges evidence and signs.
    public static final MethodDescriptor<Bytes, Bytes> SIGN = method("Door/Sign", MethodDescriptor.MethodType.UNARY);
    /// Anybody of the roster to node: what it is and what it holds.
    public static final MethodDescriptor<Bytes, Bytes> STATUS =
            method("Door/Status", MethodDescriptor.MethodType.UNARY);

    /// Operator to node: the certificate of a key's active epoch, by the key's id.
    public static final MethodDescriptor<Bytes, Bytes> KEY = method("Door/Key", MethodDescriptor.MethodType.UNARY);

    /// Anybody of the roster to node: its part of the attestation of one epoch of a key.
    public static final MethodDescriptor<Bytes, Bytes> ATTESTATION =
            method("Door/Attestation", MethodDescriptor.MethodType.UNARY);

    /// Operator to node: puts a node's shares out of use, or lifts that.
    public static final MethodDescriptor<Bytes, Bytes> QUARANTINE =
            method("Door/Quarantine", MethodDescriptor.MethodType.UNARY);

    /// Anybody of the roster to node: whose log it does not believe.
    public static final MethodDescriptor<Bytes, Bytes> DISTRUST =
            method("Door/Distrust", MethodDescriptor.MethodType.UNARY);

    /// Operator or control to node: entries of its log, each with its proof.
    public static final MethodDescriptor<Bytes, Bytes> LOG = method("Door/Log", MethodDescriptor.MethodType.UNARY);

    /// Operator or initiator to node: documents, changes of them, freezes; and what is in force.
    public static final MethodDescriptor<Bytes, Bytes> GOVERNANCE =
            method("Door/Governance", MethodDescriptor.MethodType.UNARY);

    /// Operator to node: the manifest of an evidence pack, which the node signs if its own log says the same.
    public static final MethodDescriptor<Bytes, Bytes> COUNTERSIGN =
            method("Door/Countersign", MethodDescriptor.MethodType.UNARY);

    /// Operator to node: the published files of its log and its docket, a stretch at a time.
    public static final MethodDescriptor<Bytes, Bytes> EVIDENCE =
            method("Door/Evidence", MethodDescriptor.MethodType.UNARY);

    /// The largest message either side reads.
    public static final int MESSAGE_BYTES_MAX = 8 * 1024 * 1024;

    private Wire() {}

    /// A channel to `node` that accepts exactly its pinned keys. Connects when first used.
    public static ManagedChannel channel(TlsIdentity self, Member node) {
        return channel(self, node, CertificateListener.NOBODY);
    }

    /// The same, and `listener` hears what certificate the node shows.
    public static ManagedChannel channel(TlsIdentity self, Member node, CertificateListener listener) {
        return channel(self, node, listener, new Speaker("this program", ProtocolVersions.OWN, _ -> {}));
    }

    /// Who calls, and in which versions.
    ///
    /// @param name of the caller, for refusals
    /// @param versions what it speaks
    /// @param heard what came of each call's negotiation; called on any thread, must not block
    public record Speaker(String name, ProtocolVersions versions, Consumer<Negotiation.Outcome> heard) {}

    /// The same, in the versions that `speaker` says.
    public static ManagedChannel channel(TlsIdentity self, Member node, CertificateListener listener, Speaker speaker) {
        return builder(self, node, listener, speaker).build();
    }

    /// The same for a stream whose observers never wait: what arrives is handed to them by the thread that reads it.
    public static ManagedChannel linkChannel(
            TlsIdentity self, Member node, CertificateListener listener, Speaker speaker) {
        return builder(self, node, listener, speaker).directExecutor().build();
    }

    private static ManagedChannelBuilder<?> builder(
            TlsIdentity self, Member node, CertificateListener listener, Speaker speaker) {
        var credentials = TlsChannelCredentials.newBuilder()
                .keyManager(self.keyManagers())
                .trustManager(trust(node::isPinned, listener))
                .build();
        var target = node.host().contains(":") ? "[" + node.host() + "]" : node.host();
        return Grpc.newChannelBuilder(target + ":" + node.port(), credentials)
                .overrideAuthority(node.name())
                .intercept(new VersionCaller(speaker.versions(), speaker.name(), node.name(), speaker.heard()))
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS);
    }

    /// What a node's server presents and whom it lets in.
    public static ServerCredentials serverCredentials(
            OwnTls self, Predicate<Digest32> accepted, CertificateListener listener) {
        return TlsServerCredentials.newBuilder()
                .keyManager(self.keyManagers())
                .trustManager(trust(accepted, listener))
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                .build();
    }

    private static TrustManager[] trust(Predicate<Digest32> accepted, CertificateListener listener) {
        return new TrustManager[] {new PinnedTrust(accepted, listener)};
    }

    private static MethodDescriptor<Bytes, Bytes> method(String name, MethodDescriptor.MethodType type) {
        return MethodDescriptor.<Bytes, Bytes>newBuilder()
                .setType(type)
                .setFullMethodName("tallystick.v1." + name)
                .setRequestMarshaller(RawBytes.INSTANCE)
                .setResponseMarshaller(RawBytes.INSTANCE)
                .build();
    }
}

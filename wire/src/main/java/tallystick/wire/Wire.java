package tallystick.wire;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.TrustManager;
import tallystick.core.governance.Member;
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

    /// The largest message either side reads.
    public static final int MESSAGE_BYTES_MAX = 8 * 1024 * 1024;

    private Wire() {}

    /// A channel to `node` that accepts exactly its pinned key. Connects when first used.
    public static ManagedChannel channel(TlsIdentity self, Member node) {
        return channel(self, node, CertificateListener.NOBODY);
    }

    /// The same, and `listener` hears what certificate the node shows.
    public static ManagedChannel channel(TlsIdentity self, Member node, CertificateListener listener) {
        var credentials = TlsChannelCredentials.newBuilder()
                .keyManager(self.keyManagers())
                .trustManager(trust(node.tlsPin()::equals, listener))
                .build();
        var target = node.host().contains(":") ? "[" + node.host() + "]" : node.host();
        return Grpc.newChannelBuilder(target + ":" + node.port(), credentials)
                .overrideAuthority(node.name())
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .build();
    }

    /// What a node's server presents and whom it lets in.
    public static ServerCredentials serverCredentials(
            TlsIdentity self, Predicate<Digest32> accepted, CertificateListener listener) {
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

    private enum RawBytes implements MethodDescriptor.Marshaller<Bytes> {
        INSTANCE;

        @Override
        public InputStream stream(Bytes value) {
            return new ByteArrayInputStream(value.toArray());
        }

        @Override
        public Bytes parse(InputStream stream) {
            try {
                return Bytes.copyOf(stream.readNBytes(MESSAGE_BYTES_MAX));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

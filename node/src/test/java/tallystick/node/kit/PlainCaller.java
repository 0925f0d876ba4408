package tallystick.node.kit;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import tallystick.core.governance.Member;
import tallystick.crypto.codec.Bytes;
import tallystick.wire.TlsIdentity;
import tallystick.wire.Wire;

/// Speaks to nodes without the words of our own programs: as those did that knew nothing of versions, or with whatever
/// headers a test likes.
public final class PlainCaller {
    private PlainCaller() {}

    private static InputStream pem(String what, Bytes der) {
        var text = "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(what, Base64.getMimeEncoder().encodeToString(der.toArray()), what);
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Metadata headers(Map<String, String> said) {
        var headers = new Metadata();
        said.forEach((name, value) -> headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        return headers;
    }

    /// A connection to a node that says these headers and no others.
    public static ManagedChannel channel(TlsIdentity tls, Member node, Map<String, String> said) throws IOException {
        var credentials = TlsChannelCredentials.newBuilder()
                .keyManager(pem("CERTIFICATE", tls.certificateDer()), pem("PRIVATE KEY", tls.privateKey()))
                .trustManager(new Anybody())
                .build();
        return Grpc.newChannelBuilder(node.host() + ":" + node.port(), credentials)
                .overrideAuthority(node.name())
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers(said)))
                .build();
    }

    /// A node that takes links, says these headers at once, and nothing else ever; without headers not even an answer.
    public static Server server(TlsIdentity tls, Member node, Map<String, String> said) throws IOException {
        var credentials = TlsServerCredentials.newBuilder()
                .keyManager(pem("CERTIFICATE", tls.certificateDer()), pem("PRIVATE KEY", tls.privateKey()))
                .trustManager(new Anybody())
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                .build();
        var peer = ServerServiceDefinition.builder("tallystick.v1.Peer")
                .addMethod(Wire.LINK, ServerCalls.asyncBidiStreamingCall(_ -> new Silent()))
                .build();
        var answering = new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                if (!said.isEmpty()) call.sendHeaders(headers(said));
                return next.startCall(call, headers);
            }
        };
        return io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder.forAddress(
                        new InetSocketAddress(node.host(), node.port()), credentials)
                .addService(ServerInterceptors.intercept(peer, answering))
                .build()
                .start();
    }

    private static final class Silent implements StreamObserver<Bytes> {
        @Override
        public void onNext(Bytes bytes) {}

        @Override
        public void onError(Throwable broken) {}

        @Override
        public void onCompleted() {}
    }

    /// Believes whoever answers: who is at the other end is not what these tests are about.
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

package tallystick.node.transport;

import io.grpc.Codec;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.DecompressorRegistry;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import tallystick.core.attestation.NodeAttestation;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
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
import tallystick.core.wire.ProtocolVersions;
import tallystick.core.wire.QuarantineOrder;
import tallystick.core.wire.QuarantineReply;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.node.log.Admissions;
import tallystick.node.log.Refusals;
import tallystick.wire.CertificateListener;
import tallystick.wire.TlsIdentity;
import tallystick.wire.Wire;

/// The node's server: lets in only keys pinned in the roster, knows by its key who speaks, and gives each role its
/// calls.
public final class Door implements AutoCloseable {
    /// What the node does for those it lets in. Implementations block; each call has a virtual thread of its own.
    public interface Service {
        /// Runs a ceremony to its end, telling `news` on the way.
        void ceremony(Member caller, CeremonyOrder order, Consumer<CeremonyNews> news);

        /// Judges and signs, or says why not.
        SignReply sign(Member caller, SignRequest request);

        /// What this node is and holds.
        NodeStatus status();

        /// Whose log this node does not believe.
        Distrust distrust();

        /// The active epoch of a key, if this node has a part in it.
        Optional<KeyRecord> key(Digest32 id);

        /// This node's part of an attestation, if it took part in that ceremony.
        Optional<NodeAttestation> attestation(AttestationRequest request);

        /// Entries of this node's log; empty if it cannot be read now.
        Optional<LogPage> log(LogQuery query);

        /// Puts a node's shares out of use, or lifts that.
        QuarantineReply quarantine(Member caller, QuarantineOrder order);

        /// Signs the manifest of an evidence pack, if this node's log says the same.
        CountersignReply countersign(Member caller, PackManifest manifest);

        /// Shows files of the log and the docket.
        EvidenceOrder.Reply evidence(EvidenceOrder order);

        /// Takes what somebody brings about documents, or shows what is in force.
        GovernanceReply governance(Member caller, GovernanceOrder order);
    }

    private static final Set<Member.Role> SIGN_CALLERS =
            Set.of(Member.Role.OPERATOR, Member.Role.INITIATOR, Member.Role.CONTROL);
    private static final Logger LOG = Logger.getLogger(Door.class.getName());
    private static final Context.Key<Caller> CALLER = Context.key("caller");
    private static final String UNPINNED = "a key that is not pinned in the roster";
    private static final String CROWDED = "too many connections without a key";
    private static final String TOO_MUCH = "too much under way at once";
    /// A few bytes can be packed that are a thousand times as many, and only what arrives is counted.
    private static final DecompressorRegistry UNPACKED_ONLY =
            DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false);

    private static final int FLUSH_MILLIS = 500;
    private static final int CUT_OFF_SECONDS = 5;

    /// Who calls.
    ///
    /// @param pin of the key it showed
    private record Caller(Member member, Digest32 pin) {
        static Caller now() {
            return CALLER.get();
        }
    }

    private final Server server;
    private final Connections connections;
    private final Burdens burdens;
    private final Refusals refusals;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    /// Listens.
    ///
    /// @param address where
    /// @throws IOException if the address cannot be bound: the operator's to mend
    public Door(
            ListenAddress address,
            Links.Own own,
            Links links,
            Service service,
            Refusals refusals,
            Admissions admissions,
            CertificateListener certificates)
            throws IOException {
        this.refusals = refusals;
        var callerFromKey = new CallerFromKey(own.rosters(), refusals, admissions);
        Supplier<String> caller = () -> Caller.now().member().name();
        var onLinks = new VersionsSaid(own.between(), own.name(), links, caller);
        var onCalls = new VersionsSaid(own.versions(), own.name(), links, caller);
        connections = new Connections(() -> refusals.refused("", CROWDED));
        burdens = new Burdens(
                () -> new Burdens.Who(caller.get(), Caller.now().pin()),
                links.purse(),
                () -> refusals.refused(caller.get(), TOO_MUCH),
                connections::cut);
        server = connections
                .server(
                        address.resolve(),
                        Wire.serverCredentials(
                                own.tls(), pin -> isPinned(own.rosters().get(), pin), certificates))
                .addStreamTracerFactory(burdens)
                .executor(calls)
                .callExecutor(new OnTheSpot())
                .decompressorRegistry(UNPACKED_ONLY)
                .maxInboundMessageSize(Wire.MESSAGE_BYTES_MAX)
                .addService(ServerInterceptors.interceptForward(peer(links), callerFromKey, burdens, onLinks))
                .addService(ServerInterceptors.interceptForward(door(service), callerFromKey, burdens, onCalls))
                .build();
        listen();
    }

    private void listen() throws IOException {
        var isListening = false;
        try {
            server.start();
            isListening = true;
        } finally {
            if (!isListening) connections.close();
        }
    }

    private ServerServiceDefinition peer(Links links) {
        return ServerServiceDefinition.builder("tallystick.v1.Peer")
                .addMethod(Wire.LINK, ServerCalls.asyncBidiStreamingCall(out -> link(links, out)))
                .build();
    }

    private ServerServiceDefinition door(Service service) {
        return ServerServiceDefinition.builder("tallystick.v1.Door")
                .addMethod(
                        Wire.CEREMONY,
                        ServerCalls.asyncServerStreamingCall(
                                (request, out) -> onVirtualThread(() -> ceremony(service, request, out))))
                .addMethod(Wire.SIGN, ServerCalls.asyncUnaryCall((request, out) -> sign(service, request, out)))
                .addMethod(Wire.KEY, ServerCalls.asyncUnaryCall((request, out) -> key(service, request, out)))
                .addMethod(
                        Wire.ATTESTATION,
                        ServerCalls.asyncUnaryCall((request, out) -> attestation(service, request, out)))
                .addMethod(
                        Wire.LOG,
                        ServerCalls.asyncUnaryCall((request, out) -> onVirtualThread(() -> log(service, request, out))))
                .addMethod(
                        Wire.QUARANTINE,
                        ServerCalls.asyncUnaryCall(
                                (request, out) -> onVirtualThread(() -> quarantine(service, request, out))))
                .addMethod(
                        Wire.DISTRUST,
                        ServerCalls.asyncUnaryCall(
                                (_, out) -> reply(out, service.distrust().encode())))
                .addMethod(
                        Wire.COUNTERSIGN,
                        ServerCalls.asyncUnaryCall(
                                (request, out) -> onVirtualThread(() -> countersign(service, request, out))))
                .addMethod(
                        Wire.EVIDENCE,
                        ServerCalls.asyncUnaryCall(
                                (request, out) -> onVirtualThread(() -> evidence(service, request, out))))
                .addMethod(
                        Wire.GOVERNANCE,
                        ServerCalls.asyncUnaryCall(
                                (request, out) -> onVirtualThread(() -> governance(service, request, out))))
                .addMethod(Wire.STATUS, ServerCalls.asyncUnaryCall((_, out) -> reply(out, status(service))))
                .build();
    }

    /// In the form that the caller reads.
    private static Bytes status(Service service) {
        var status = service.status();
        if (VersionsSaid.agreed() > 3) return status.encode();
        return (VersionsSaid.agreed() > 1 ? status.withoutEarlier() : status.withoutStanding()).encode();
    }

    private boolean isPinned(Roster roster, Digest32 pin) {
        if (roster.pinned(pin).isPresent()) return true;
        refusals.refused("", UNPINNED);
        return false;
    }

    /// Takes no more calls, gives answers a moment to leave, and cuts off what is left: the streams of other nodes,
    /// which never end by themselves, and calls that were given their time before.
    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(FLUSH_MILLIS, TimeUnit.MILLISECONDS)) {
                // Streams say that they ended on the threads of calls.
                server.shutdownNow();
                var _ = server.awaitTermination(FLUSH_MILLIS, TimeUnit.MILLISECONDS);
            }
            calls.shutdownNow();
            if (!calls.awaitTermination(CUT_OFF_SECONDS, TimeUnit.SECONDS))
                LOG.log(Level.WARNING, "a call did not end when it was cut off");
        } catch (InterruptedException e) {
            server.shutdownNow();
            calls.shutdownNow();
            Thread.currentThread().interrupt();
        } finally {
            connections.close();
        }
    }

    private void onVirtualThread(Runnable call) {
        calls.execute(Context.current().wrap(burdens.working(call)));
    }

    private StreamObserver<Bytes> link(Links links, StreamObserver<Bytes> out) {
        var caller = Caller.now();
        if (caller.member().role() != Member.Role.NODE) {
            refusals.refused(caller.member().name(), "only nodes link");
            refuse(out, Status.PERMISSION_DENIED, "only nodes link");
            return new Ignored();
        }
        var version = VersionsSaid.agreed();
        return links.accept(caller.member(), caller.pin(), version, (ServerCallStreamObserver<Bytes>) out);
    }

    private void quarantine(Service service, Bytes request, StreamObserver<Bytes> out) {
        var caller = Caller.now().member();
        if (!may(caller, Set.of(Member.Role.OPERATOR), out)) return;
        switch (QuarantineOrder.parse(request)) {
            case Parsed.Ok<QuarantineOrder>(var order) ->
                reply(out, service.quarantine(caller, order).encode());
            case Parsed.Malformed<QuarantineOrder>(var offset, var expected) -> malformed(out, offset, expected);
        }
    }

    private void countersign(Service service, Bytes request, StreamObserver<Bytes> out) {
        var caller = Caller.now().member();
        if (!may(caller, Set.of(Member.Role.OPERATOR), out)) return;
        switch (PackManifest.parse(request)) {
            case Parsed.Ok<PackManifest>(var manifest) ->
                reply(out, service.countersign(caller, manifest).encode());
            case Parsed.Malformed<PackManifest>(var offset, var expected) -> malformed(out, offset, expected);
        }
    }

    private void evidence(Service service, Bytes request, StreamObserver<Bytes> out) {
        if (!may(Caller.now().member(), Set.of(Member.Role.OPERATOR), out)) return;
        switch (EvidenceOrder.parse(request)) {
            case Parsed.Ok<EvidenceOrder>(var order) ->
                reply(out, service.evidence(order).encode());
            case Parsed.Malformed<EvidenceOrder>(var offset, var expected) -> malformed(out, offset, expected);
        }
    }

    /// A genesis is the operators' to bring; all else may be brought by everybody but nodes, who tell each other, and
    /// seen by everybody.
    /// @spec docs/spec/documents.md#ND-8 documents
    private void governance(Service service, Bytes request, StreamObserver<Bytes> out) {
        var caller = Caller.now().member();
        switch (GovernanceOrder.parse(request)) {
            case Parsed.Ok<GovernanceOrder>(var order) -> {
                if (may(caller, bringers(order), out))
                    reply(out, service.governance(caller, order).encode());
            }
            case Parsed.Malformed<GovernanceOrder>(var offset, var expected) -> malformed(out, offset, expected);
        }
    }

    private static Set<Member.Role> bringers(GovernanceOrder order) {
        return switch (order) {
            case GovernanceOrder.SignGenesis _, GovernanceOrder.TakeGenesis _ -> Set.of(Member.Role.OPERATOR);
            case GovernanceOrder.Propose _, GovernanceOrder.Freeze _ ->
                Set.of(Member.Role.OPERATOR, Member.Role.INITIATOR, Member.Role.ADMINISTRATOR, Member.Role.CONTROL);
            case GovernanceOrder.Fetch _, GovernanceOrder.Show _, GovernanceOrder.FetchDocument _ ->
                EnumSet.allOf(Member.Role.class);
        };
    }

    private void ceremony(Service service, Bytes request, StreamObserver<Bytes> out) {
        var caller = Caller.now().member();
        if (!may(caller, Set.of(Member.Role.OPERATOR), out)) return;
        switch (CeremonyOrder.parse(request)) {
            case Parsed.Ok<CeremonyOrder>(var order) -> {
                service.ceremony(caller, order, news -> out.onNext(news.encode()));
                out.onCompleted();
            }
            case Parsed.Malformed<CeremonyOrder>(var offset, var expected) -> malformed(out, offset, expected);
        }
    }

    private void sign(Service service, Bytes request, StreamObserver<Bytes> out) {
        var caller = Caller.now().member();
        if (!may(caller, SIGN_CALLERS, out)) return;
        switch (SignRequest.parse(request)) {
            case Parsed.Ok<SignRequest>(var good) -> {
                var reply = service.sign(caller, good);
                var isNumbered = VersionsSaid.agreed() >= ProtocolVersions.WITH_REFUSAL_CODES;
                reply(out, (isNumbered ? reply : reply.withoutCode()).encode());
            }
            case Parsed.Malformed<SignRequest>(var offset, var expected) -> malformed(out, offset, expected);
        }
    }

    private static void key(Service service, Bytes request, StreamObserver<Bytes> out) {
        if (request.length() != Digest32.LENGTH_BYTES) {
            malformed(out, 0, "key id of 32 bytes");
            return;
        }
        service.key(new Digest32(request))
                .ifPresentOrElse(
                        record -> reply(out, record.encode()),
                        () -> refuse(out, Status.NOT_FOUND, "this node has no part in that key"));
    }

    /// @spec docs/spec/attestation.md#AT-10 attestation
    private static void attestation(Service service, Bytes request, StreamObserver<Bytes> out) {
        switch (AttestationRequest.parse(request)) {
            case Parsed.Ok<AttestationRequest>(var good) ->
                service.attestation(good)
                        .ifPresentOrElse(
                                attestation -> reply(out, attestation.encode()),
                                () -> refuse(out, Status.NOT_FOUND, "this node attests no such epoch of that key"));
            case Parsed.Malformed<AttestationRequest>(var offset, var expected) -> malformed(out, offset, expected);
        }
    }

    /// What a log tells, its own operators may read, and control, which shows it to people.
    /// @spec docs/spec/node-wire.md#NW-43 node-wire
    private void log(Service service, Bytes request, StreamObserver<Bytes> out) {
        var caller = Caller.now().member();
        if (!may(caller, Set.of(Member.Role.OPERATOR, Member.Role.CONTROL), out)) return;
        switch (LogQuery.parse(request)) {
            case Parsed.Ok<LogQuery>(var query) ->
                service.log(query)
                        .ifPresentOrElse(
                                page -> reply(out, page.encode()),
                                () -> refuse(out, Status.UNAVAILABLE, "the log cannot be read now"));
            case Parsed.Malformed<LogQuery>(var offset, var expected) -> malformed(out, offset, expected);
        }
    }

    /// @spec docs/spec/node-wire.md#NW-1 node-wire
    private boolean may(Member caller, Set<Member.Role> roles, StreamObserver<Bytes> out) {
        if (roles.contains(caller.role())) return true;
        refusals.refused(caller.name(), "no role for this call");
        refuse(out, Status.PERMISSION_DENIED, "role %s may not call this".formatted(caller.role()));
        return false;
    }

    private static void malformed(StreamObserver<Bytes> out, int offset, String expected) {
        refuse(out, Status.INVALID_ARGUMENT, "at byte %d: expected %s".formatted(offset, expected));
    }

    private static void refuse(StreamObserver<Bytes> out, Status status, String why) {
        out.onError(status.withDescription(why).asRuntimeException());
    }

    private static void reply(StreamObserver<Bytes> out, Bytes bytes) {
        out.onNext(bytes);
        out.onCompleted();
    }

    private static final class Ignored implements StreamObserver<Bytes> {
        @Override
        public void onNext(Bytes bytes) {}

        @Override
        public void onError(Throwable broken) {}

        @Override
        public void onCompleted() {}
    }

    /// Streams of other nodes are served by the thread that reads the network, for what arrives there never waits;
    /// calls by virtual threads.
    private static final class OnTheSpot implements ServerCallExecutorSupplier {
        @Override
        public <Q, R> @Nullable Executor getExecutor(ServerCall<Q, R> call, Metadata headers) {
            return call.getMethodDescriptor().getFullMethodName().equals(Wire.LINK.getFullMethodName())
                    ? Runnable::run
                    : null;
        }
    }

    /// Finds the caller in the roster by the key TLS has proven.
    private record CallerFromKey(Supplier<Roster> rosters, Refusals refusals, Admissions admissions)
            implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            var session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
            try {
                if (session != null
                        && session.getPeerCertificates().length == 1
                        && session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
                    var pin = TlsIdentity.pin(certificate);
                    var caller = rosters.get().pinned(pin);
                    if (caller.isPresent()) {
                        admissions.admitted(caller.get(), pin);
                        return Contexts.interceptCall(
                                Context.current().withValue(CALLER, new Caller(caller.get(), pin)),
                                call,
                                headers,
                                next);
                    }
                }
            } catch (SSLPeerUnverifiedException e) {
                LOG.log(Level.WARNING, "caller without a certificate refused");
            }
            // The connection was let in under a roster that another has replaced since.
            refusals.refused("", UNPINNED);
            call.close(Status.UNAUTHENTICATED.withDescription("key not pinned in the roster"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }
}

package tallystick.node.transport;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.function.Supplier;
import tallystick.core.wire.ProtocolVersions;
import tallystick.wire.Negotiation;

/// Agrees with the caller on a version of the protocol before anything of the call is read, and says so before
/// anything of the answer.
record VersionsSaid(ProtocolVersions own, String self, Links links, Supplier<String> callers)
        implements ServerInterceptor {
    private static final Context.Key<Integer> VERSION = Context.key("version");

    /// The version agreed on for the call of this context.
    static int agreed() {
        return VERSION.get();
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var caller = callers.get();
        var outcome = Negotiation.offered(own, headers);
        if (!(outcome instanceof Negotiation.Outcome.Agreed)) links.misfit(caller, own, outcome);
        switch (outcome) {
            case Negotiation.Outcome.Agreed(var version) -> {
                var answering = new Answering<Q, R>(call, headers, version);
                if (call.getMethodDescriptor().getType() == MethodDescriptor.MethodType.BIDI_STREAMING)
                    answering.sendHeaders(new Metadata());
                return Contexts.interceptCall(Context.current().withValue(VERSION, version), answering, headers, next);
            }
            case Negotiation.Outcome.Apart(var theirs) ->
                call.close(
                        Status.FAILED_PRECONDITION.withDescription(own.apart(self, caller, theirs)),
                        Negotiation.refusal(own));
            case Negotiation.Outcome.Garbled(var why) ->
                call.close(Status.INVALID_ARGUMENT.withDescription(why), Negotiation.refusal(own));
        }
        return new ServerCall.Listener<>() {};
    }

    private final class Answering<Q, R> extends ForwardingServerCall.SimpleForwardingServerCall<Q, R> {
        private final Metadata heard;
        private final int version;
        private boolean said;

        Answering(ServerCall<Q, R> call, Metadata heard, int version) {
            super(call);
            this.heard = heard;
            this.version = version;
        }

        @Override
        public void sendHeaders(Metadata headers) {
            if (said) return;
            said = true;
            Negotiation.answer(own, heard, version, headers);
            super.sendHeaders(headers);
        }
    }
}

package tallystick.wire;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.function.Consumer;
import tallystick.core.wire.ProtocolVersions;

/// Says on each call which versions this program speaks, and ends a call whose answer does not fit.
///
/// @param own what this program speaks
/// @param self how it is called in a refusal
/// @param node who is called
/// @param heard what came of it, before anything else of the answer
record VersionCaller(ProtocolVersions own, String self, String node, Consumer<Negotiation.Outcome> heard)
        implements ClientInterceptor {
    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<R> listener, Metadata headers) {
                Negotiation.say(own, headers);
                super.start(new Answer<>(listener, this), headers);
            }
        };
    }

    private final class Answer<R> extends SimpleForwardingClientCallListener<R> {
        private final ClientCall<?, R> call;
        private Optional<Status> misfit = Optional.empty();

        Answer(ClientCall.Listener<R> listener, ClientCall<?, R> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onHeaders(Metadata headers) {
            var outcome = Negotiation.answered(own, headers);
            heard.accept(outcome);
            misfit = misfit(outcome);
            if (misfit.isEmpty()) super.onHeaders(headers);
            else call.cancel("no version in common", null);
        }

        @Override
        public void onMessage(R message) {
            if (misfit.isEmpty()) super.onMessage(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (status.getCode() == Status.Code.FAILED_PRECONDITION)
                Negotiation.refused(trailers).ifPresent(theirs -> heard.accept(new Negotiation.Outcome.Apart(theirs)));
            super.onClose(misfit.orElse(status), trailers);
        }
    }

    private Optional<Status> misfit(Negotiation.Outcome outcome) {
        return switch (outcome) {
            case Negotiation.Outcome.Agreed _ -> Optional.empty();
            case Negotiation.Outcome.Apart(var theirs) ->
                Optional.of(Status.FAILED_PRECONDITION.withDescription(own.apart(self, node, theirs)));
            case Negotiation.Outcome.Garbled(var why) ->
                Optional.of(Status.FAILED_PRECONDITION.withDescription("%s says %s".formatted(node, why)));
        };
    }
}

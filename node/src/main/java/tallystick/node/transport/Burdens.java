package tallystick.node.transport;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.node.budget.Budget;
import tallystick.node.budget.Purse;
import tallystick.wire.Wire;

/// What each key has under way at the door: so many calls, so many bytes of what they ask, also of a message of which
/// the rest has not come, and so many of answers that it has not taken. What is more is refused, and costs nobody else
/// anything. Of streams that link nodes the oldest goes instead.
///
/// **Why** whoever is in the roster may call, and one that is corrupt may begin calls without end, each with the
/// longest message, or leave the answers unread. What they took, links between nodes would lack. Frames on links are
/// not counted here: once whole they are taken, and counted then; of those that are not yet it is enough that there are
/// few streams, and that each has one no longer than the longest. Else an honest node would lose its stream where
/// others have left no room, and not a frame.
///
/// **Threads** any.
final class Burdens extends ServerStreamTracer.Factory implements ServerInterceptor {
    static final int CALLS_MAX = 512;
    /// Of what is asked, and as many of answers.
    static final long BYTES_MAX = 4L * Wire.MESSAGE_BYTES_MAX;
    /// The longest frame, and what is around its body.
    static final int FRAME_BYTES_MAX = PeerFrame.BODY_BYTES_MAX + 64;
    /// One in use, one that it has replaced, and one of which nobody has said that it is gone.
    static final int LINKS_MAX = 3;

    private static final Context.Key<Call> CALL = Context.key("call");
    private static final String WHY =
            "too much of this caller is under way, %d calls and %d bytes of them and of answers at the most: try later"
                    .formatted(CALLS_MAX, BYTES_MAX);

    private final Supplier<Who> caller;
    private final Budget asked;
    private final Budget answered;
    private final Runnable refused;
    private final Consumer<Attributes> cut;
    private final Map<Digest32, Burden> burdens = new HashMap<>();

    private static final class Burden {
        private final SequencedSet<Call> links = new LinkedHashSet<>();
        private int calls;
    }

    /// Who calls.
    ///
    /// @param name of the member, for whom bytes are held
    /// @param key it showed, of which calls are counted
    record Who(String name, Digest32 key) {}

    /// @param caller whoever calls now, as the context has it
    /// @param purse bounds what is held for each member, with all else that is
    /// @param refused called each time that a call of his was refused, in that context; must not wait
    /// @param cut ends the connection with these attributes; must not wait
    Burdens(Supplier<Who> caller, Purse purse, Runnable refused, Consumer<Attributes> cut) {
        this.caller = caller;
        this.asked = Budget.of(BYTES_MAX, purse);
        this.answered = Budget.of(BYTES_MAX, purse);
        this.refused = refused;
        this.cut = cut;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new Call(method.equals(Wire.LINK.getFullMethodName()));
    }

    /// One call, from its first byte until nobody works for it any more.
    private final class Call extends ServerStreamTracer {
        private final boolean isLink;
        private Optional<Who> of = Optional.empty();
        private Attributes over = Attributes.EMPTY;
        private Runnable refuse = () -> {};
        private long asked;
        private long answered;
        private long partial;
        private int working;
        private boolean hasEnded;

        Call(boolean isLink) {
            this.isLink = isLink;
        }

        @Override
        public Context filterContext(Context context) {
            return context.withValue(CALL, this);
        }

        @Override
        public void inboundWireSize(long more) {
            partial += more;
            if (isLink ? partial > FRAME_BYTES_MAX : asksTooMuch(this, more)) refuse.run();
        }

        @Override
        public void inboundMessageRead(int number, long wireBytes, long bytes) {
            partial = 0;
        }

        @Override
        public void streamClosed(Status status) {
            end(this);
        }
    }

    private synchronized boolean isTooMany(Call call, Who of, Runnable refuse) {
        // Who has gone by now is owed nothing, and has done nothing wrong.
        if (call.hasEnded) return false;
        var burden = burdens.computeIfAbsent(of.key(), _ -> new Burden());
        if (burden.calls >= CALLS_MAX) return true;
        burden.calls++;
        call.of = Optional.of(of);
        call.refuse = refuse;
        return false;
    }

    private synchronized boolean asksTooMuch(Call call, long more) {
        var of = counted(call);
        if (of.isEmpty()) return false;
        if (!asked.take(of.get().name(), more)) return true;
        call.asked += more;
        return false;
    }

    private synchronized boolean leavesTooMuch(Call call, long more) {
        var of = counted(call);
        if (of.isEmpty()) return false;
        if (!answered.take(of.get().name(), more)) return true;
        call.answered += more;
        return false;
    }

    private static Optional<Who> counted(Call call) {
        return call.isLink || call.hasEnded ? Optional.empty() : call.of;
    }

    /// @return the connection of the stream that goes for it
    private synchronized Optional<Attributes> oldestBut(Call link, Attributes over) {
        link.over = over;
        var links = link.of.map(Who::key).map(burdens::get).map(burden -> burden.links);
        if (links.isEmpty()) return Optional.empty();
        links.get().addLast(link);
        return links.get().size() > LINKS_MAX ? Optional.of(links.get().removeFirst().over) : Optional.empty();
    }

    private synchronized void end(Call call) {
        call.hasEnded = true;
        giveBack(call);
    }

    private void giveBack(Call call) {
        if (!call.hasEnded || call.working > 0) return;
        call.of.ifPresent(of -> burdens.computeIfPresent(of.key(), (_, burden) -> {
            burden.links.remove(call);
            asked.giveBack(of.name(), call.asked);
            answered.giveBack(of.name(), call.answered);
            return --burden.calls == 0 ? null : burden;
        }));
        call.of = Optional.empty();
    }

    private synchronized boolean begins(Call call) {
        if (call.hasEnded) return false;
        call.working++;
        return true;
    }

    private synchronized void ends(Call call) {
        call.working--;
        giveBack(call);
    }

    /// Work for the call of this context, which bears on its caller until it is done, also where he has gone by then.
    /// It is not done if he has gone before this.
    Runnable working(Runnable work) {
        var call = CALL.get();
        if (!begins(call)) return () -> {};
        return () -> {
            try {
                work.run();
            } finally {
                ends(call);
            }
        };
    }

    /// @spec docs/spec/node-wire.md#NW-55 node-wire
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var traced = CALL.get();
        var bounded = new Bounded<>(call, traced);
        var heard = Context.current();
        Runnable refuse = () -> {
            end(traced);
            bounded.refuse();
            heard.run(refused);
        };
        if (isTooMany(traced, caller.get(), refuse)) {
            refuse.run();
            return new ServerCall.Listener<>() {};
        }
        if (traced.isLink) oldestBut(traced, call.getAttributes()).ifPresent(cut);
        return new Listening<>(bounded, next.startCall(bounded, headers));
    }

    /// A call of which nothing more is said once it was refused, whoever answers it by then.
    private final class Bounded<Q, R> extends ForwardingServerCall.SimpleForwardingServerCall<Q, R> {
        private final Call traced;
        private boolean closed;
        private boolean refused;

        Bounded(ServerCall<Q, R> call, Call traced) {
            super(call);
            this.traced = traced;
        }

        synchronized void refuse() {
            if (!closed) super.close(Status.RESOURCE_EXHAUSTED.withDescription(WHY), new Metadata());
            closed = true;
            refused = true;
        }

        synchronized boolean isRefused() {
            return refused;
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!refused) super.sendHeaders(headers);
        }

        @Override
        public synchronized void sendMessage(R message) {
            if (message instanceof Bytes answer && leavesTooMuch(traced, answer.length())) traced.refuse.run();
            if (!refused) super.sendMessage(message);
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!refused) super.close(status, trailers);
            closed = true;
        }
    }

    /// And nothing more is heard of it.
    private final class Listening<Q> extends ForwardingServerCallListener.SimpleForwardingServerCallListener<Q> {
        private final Bounded<Q, ?> call;

        Listening(Bounded<Q, ?> call, ServerCall.Listener<Q> listener) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            if (!call.isRefused()) super.onMessage(message);
        }

        @Override
        public void onHalfClose() {
            if (!call.isRefused()) working(super::onHalfClose).run();
        }
    }
}

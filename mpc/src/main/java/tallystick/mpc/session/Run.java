package tallystick.mpc.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Drives one protocol of one party without a world: files messages by round, keeps the first of duplicates, bounds
/// everything, and advances the protocol when a round is complete. The node's driver and the simulator both use it.
///
/// **Why** one place for what every protocol needs and nobody may forget. It does not echo broadcasts itself: a
/// protocol with echoed rounds is wrapped first (`tallystick.mpc.echo.Echoed`).
///
/// A stranger's bytes never make it throw. What a message led to is told by [Filing], for counters and alerts. A
/// message that cannot be read, is too long, or came on the wrong way (direct instead of broadcast) blames its
/// authenticated sender; a message of another run, an unknown sender or an earlier round is dropped, since the
/// network may have replayed it. An [Expect] names everything a peer says in that round; a message of the round
/// that it does not name is dropped.
///
/// What a protocol's own step throws goes through to the caller. The run is over then: its outcome is
/// [Fault#FAILED_HERE], of which nobody is accused.
///
/// **Threads** one thread at a time.
///
/// @param <O> what the protocol produces
public final class Run<O> implements AutoCloseable {
    /// Bytes on their way out.
    ///
    /// @param to the receiver
    /// @param broadcast whether the same bytes go to everybody
    /// @param round the message's round
    /// @param message the encoded message
    public record Envelope(PartyId to, boolean broadcast, int round, Bytes message) {}

    /// What became of one incoming message.
    ///
    /// @param filing where it went
    /// @param send what to send in answer
    public record Receipt(Filing filing, List<Envelope> send) {
        /// Copies.
        public Receipt {
            send = List.copyOf(send);
        }
    }

    /// How a run ended.
    public sealed interface Outcome<O> {
        /// With a result, which is the caller's to close where it can be closed.
        record Finished<O>(O output) implements Outcome<O> {}

        /// Without one.
        record Stopped<O>(Blame blame) implements Outcome<O> {}

        /// The result, where the caller knows there is one.
        ///
        /// @throws IllegalArgumentException with the blame, if it stopped: the caller's fault
        default O orThrow() {
            return switch (this) {
                case Finished<O>(var output) -> output;
                case Stopped<O>(var blame) ->
                    throw new IllegalArgumentException(
                            "%s of %s: %s".formatted(blame.fault(), blame.culprits(), blame.detail()));
            };
        }
    }

    private static final int CONTRADICTIONS_MAX = 4;
    /// More than a peer that is in another state of the run has to say.
    private static final int READ_IN_VAIN_MAX = 16;

    private final Engine<?, ?, O> engine;

    private Run(Engine<?, ?, O> engine) {
        this.engine = engine;
    }

    /// A run that has not yet begun, within [Limits#STANDARD].
    public static <S extends State, M extends Message, O> Run<O> of(Protocol<S, M, O> protocol) {
        return of(protocol, Limits.STANDARD);
    }

    /// A run that has not yet begun. A protocol whose rounds must be echoed is refused as our bug when such a
    /// round comes: wrap it first.
    public static <S extends State, M extends Message, O> Run<O> of(Protocol<S, M, O> protocol, Limits limits) {
        return new Run<>(new Engine<>(protocol, limits, false));
    }

    /// A run that believes broadcasts as they come even where they must be echoed: only to test what the echo
    /// is for, and protocols apart from it. No node uses it.
    public static <S extends State, M extends Message, O> Run<O> unechoed(Protocol<S, M, O> protocol) {
        return new Run<>(new Engine<>(protocol, Limits.STANDARD, true));
    }

    /// The run this is one party's part of.
    public Session session() {
        return engine.protocol.session();
    }

    /// Begins; what to send. Messages that came before wait for this.
    ///
    /// @throws IllegalStateException if it has begun before: the caller's fault; the run goes on
    public List<Envelope> start() {
        return engine.start();
    }

    /// Takes one message of an *authenticated* sender; what to send in answer. Messages of later rounds wait, of
    /// earlier rounds and duplicates are dropped.
    public List<Envelope> receive(PartyId from, boolean broadcast, Bytes message) {
        return take(from, broadcast, message).send();
    }

    /// Like [#receive], and says what became of the message.
    public Receipt take(PartyId from, boolean broadcast, Bytes message) {
        return engine.take(from, broadcast, message);
    }

    /// The driver's clock ran out: everybody still missing is absent.
    public void expire() {
        engine.expire();
    }

    /// A party says that nothing more will come of it. Once this run waits for something it still owes, the run is over
    /// and only those that left are absent: what the others owe is not held against them.
    public void left(PartyId party) {
        engine.left(party);
    }

    /// What the run waits for now; empty before the start and after the end.
    public Optional<Expect> awaits() {
        var waiting = engine.waiting;
        return waiting == null ? Optional.empty() : Optional.of(waiting.expect());
    }

    /// How many messages went where, so far.
    public Map<Filing, Integer> filings() {
        return Collections.unmodifiableMap(new EnumMap<>(engine.filings));
    }

    /// How it ended, once it has.
    public Optional<Outcome<O>> outcome() {
        return Optional.ofNullable(engine.outcome);
    }

    /// Destroys the state of an unfinished run; afterwards everything is ignored. Idempotent.
    @Override
    public void close() {
        engine.close();
    }

    /// Holds the type parameters callers of a run need not know.
    private static final class Engine<S extends State, M extends Message, O> {
        private final Protocol<S, M, O> protocol;
        private final Limits limits;
        private final boolean unechoed;
        private final Mailbox<M> mailbox;
        private final Map<PartyId, Integer> seen = new HashMap<>();
        private final Map<PartyId, Integer> contradictions = new HashMap<>();
        private final Map<PartyId, Integer> readInVain = new HashMap<>();
        private final Heard heard = new Heard();
        private final Set<PartyId> gone = new HashSet<>();
        private final EnumMap<Filing, Integer> filings = new EnumMap<>(Filing.class);
        private Step.@Nullable Await<S, M, O> waiting;
        private @Nullable Outcome<O> outcome;
        private boolean started;
        private boolean closed;
        /// Whether the protocol has taken over what others say, or been told that it never will.
        private boolean spokenFor;

        Engine(Protocol<S, M, O> protocol, Limits limits, boolean unechoed) {
            this.protocol = protocol;
            this.limits = limits;
            this.unechoed = unechoed;
            this.mailbox = new Mailbox<>(limits.laterPerSenderMax());
        }

        List<Envelope> start() {
            if (started) throw new IllegalStateException("a run started twice");
            started = true;
            if (ended()) return List.of();
            var send = new ArrayList<Envelope>();
            orFail("the start", () -> follow(protocol.start(), send));
            return send;
        }

        /// Whatever `step` throws goes on to the caller, and the run has ended.
        private void orFail(String what, Runnable step) {
            var done = false;
            try {
                step.run();
                done = true;
            } finally {
                if (!done && outcome == null)
                    stop(Blame.unattributed(Fault.FAILED_HERE, "this party's own step failed at " + what));
            }
        }

        Receipt take(PartyId from, boolean broadcast, Bytes message) {
            var filing = file(from, broadcast, message);
            var send = new ArrayList<Envelope>();
            if (filing == Filing.FILED && waiting != null) {
                proceed(send);
                if (outcome instanceof Outcome.Stopped) filing = blamedOr(filing, from);
            }
            filings.merge(filing, 1, Integer::sum);
            return new Receipt(filing, send);
        }

        private Filing blamedOr(Filing filing, PartyId from) {
            var blamed = outcome instanceof Outcome.Stopped<O>(var blame)
                    && blame.fault() == Fault.WRONG_MESSAGE_TYPE
                    && blame.culprits().contains(from);
            return blamed ? Filing.BLAMED : filing;
        }

        /// @spec docs/spec/echo.md#EC-2 echo
        private Filing file(PartyId from, boolean broadcast, Bytes message) {
            if (ended()) return Filing.AFTER_END;
            if (from.equals(protocol.session().self())) return Filing.REFLECTED;
            if (!protocol.session().parties().contains(from)) return Filing.UNKNOWN_SENDER;
            if (seen.getOrDefault(from, 0) >= limits.messagesPerSenderMax()) return Filing.OVER_LIMIT;
            return switch (MessageHeader.sessionOf(message)) {
                case Parsed.Malformed<SessionId>(var offset, var expected) -> blameUnreadable(from, offset, expected);
                case Parsed.Ok<SessionId>(var session)
                when !session.equals(protocol.session().id()) -> Filing.OTHER_SESSION;
                case Parsed.Ok<SessionId> _
                when message.length() > limits.messageBytesMax() ->
                    blameUnreadable(from, limits.messageBytesMax(), "at most this many bytes");
                case Parsed.Ok<SessionId> _ -> fileOurs(from, broadcast, message);
            };
        }

        private Filing fileOurs(PartyId from, boolean broadcast, Bytes bytes) {
            var before = heard.round(from, broadcast, bytes);
            // Nobody's own words again, by whomever repeated, use up what it may say.
            if (before.isPresent()) return before.get() < currentRound() ? Filing.EARLIER_ROUND : Filing.REPEATED;
            var refused = heard.refused(from, broadcast, bytes);
            if (refused.isPresent()) return refused.get();
            seen.merge(from, 1, Integer::sum);
            // Reading costs time: whoever has contradicted itself so often, or said so much in vain, is not read again.
            if (contradictions.getOrDefault(from, 0) >= CONTRADICTIONS_MAX
                    || readInVain.getOrDefault(from, 0) >= READ_IN_VAIN_MAX) return Filing.OVER_LIMIT;
            return switch (protocol.parse(bytes)) {
                case Parsed.Malformed<M>(var offset, var expected) -> blameUnreadable(from, offset, expected);
                case Parsed.Ok<M>(var message) -> {
                    var filing = fileParsed(from, broadcast, message);
                    if (filing == Filing.FILED) heard.filed(from, broadcast, bytes, message.round());
                    else inVain(from, broadcast, bytes, filing);
                    yield filing;
                }
            };
        }

        private void inVain(PartyId from, boolean broadcast, Bytes bytes, Filing filing) {
            readInVain.merge(from, 1, Integer::sum);
            if (filing == Filing.CONFLICTING) contradictions.merge(from, 1, Integer::sum);
            // What waits for room alone is read again when it comes again.
            if (filing != Filing.OVER_LIMIT) heard.refused(from, broadcast, bytes, filing);
        }

        private int currentRound() {
            return waiting == null ? 0 : waiting.expect().round();
        }

        private Filing fileParsed(PartyId from, boolean broadcast, M message) {
            Invariant.check(message.round() >= 1, "rounds count from 1");
            if (waiting == null) return mailbox.file(0, from, broadcast, message);
            var expect = waiting.expect();
            if (message.round() == expect.round() && !names(expect, from)) return Filing.NOT_EXPECTED;
            return mailbox.file(expect.round(), from, broadcast, message);
        }

        private Filing blameUnreadable(PartyId from, int offsetBytes, String expected) {
            stop(Blame.of(from, Fault.MALFORMED, "at byte %d: expected %s".formatted(offsetBytes, expected)));
            return Filing.BLAMED;
        }

        /// Advances as long as the current round is complete.
        private void proceed(List<Envelope> send) {
            while (waiting != null) {
                var expect = waiting.expect();
                var astray = mailbox.onWrongWay(expect);
                if (!astray.isEmpty()) {
                    stop(Blame.of(
                            astray,
                            Fault.WRONG_MESSAGE_TYPE,
                            "broadcast and direct swapped in round " + expect.round()));
                    return;
                }
                var inbox = mailbox.complete(expect);
                if (inbox.isEmpty()) {
                    stopWithoutTheGone(expect);
                    return;
                }
                var state = waiting.state();
                waiting = null;
                orFail("round " + expect.round(), () -> follow(advance(state, inbox.get()), expect.round(), send));
            }
        }

        /// A step that throws has taken nothing over.
        private Step<S, M, O> advance(S state, Inbox<M> inbox) {
            var taken = false;
            try {
                var next = protocol.advance(state, inbox);
                taken = true;
                return next;
            } finally {
                if (!taken) abandon(state, inbox);
            }
        }

        private void abandon(S state, Inbox<M> heard) {
            try {
                protocol.unfinished(heard);
            } finally {
                state.close();
            }
        }

        private void follow(Step<S, M, O> step, List<Envelope> send) {
            follow(step, 0, send);
            proceed(send);
        }

        private void follow(Step<S, M, O> step, int roundBefore, List<Envelope> send) {
            switch (step) {
                case Step.Await<S, M, O> await -> {
                    waiting = await;
                    spokenFor = true;
                    checkExpect(await.expect(), roundBefore);
                    mailbox.forgetBefore(await.expect().round());
                    post(await.send(), send);
                }
                case Step.Done<S, M, O>(var output, var last) -> {
                    spokenFor = true;
                    post(last, send);
                    end(new Outcome.Finished<>(output));
                }
                case Step.Aborted<S, M, O>(var blame) -> stop(blame);
            }
        }

        private void checkExpect(Expect expect, int roundBefore) {
            Invariant.check(expect.round() > roundBefore, "rounds rise");
            if (!expect.broadcastFrom().isEmpty()) checkEcho(expect.round());
            var others = protocol.session().others();
            Invariant.check(others.containsAll(expect.broadcastFrom()), "only others broadcast to us");
            Invariant.check(others.containsAll(expect.directFrom()), "only others write to us");
        }

        private void checkEcho(int round) {
            Invariant.check(
                    unechoed || !protocol.echoes(round), "a broadcast that must be echoed is wrapped in the echo");
        }

        private void post(List<Outgoing<M>> outgoing, List<Envelope> send) {
            var places = new HashSet<Object>();
            for (var each : outgoing) {
                switch (each) {
                    case Outgoing.Broadcast<M>(var message) -> {
                        Invariant.check(places.add(message.round()), "one broadcast a round");
                        checkEcho(message.round());
                        var bytes = message.encode();
                        for (var to : protocol.session().others())
                            send.add(new Envelope(to, true, message.round(), bytes));
                    }
                    case Outgoing.Direct<M>(var to, var message) -> {
                        Invariant.check(
                                protocol.session().others().contains(to), "a direct message goes to another party");
                        var envelope = new Envelope(to, false, message.round(), message.encode());
                        Invariant.check(
                                places.add(List.of(to, message.round())), "one direct message a round and receiver");
                        send.add(envelope);
                    }
                }
            }
        }

        void expire() {
            if (ended()) return;
            if (waiting == null) {
                stop(Blame.unattributed(Fault.ABSENT, "expired before the start"));
                return;
            }
            var expect = waiting.expect();
            stopWithout(mailbox.missing(expect), "nothing in time in round " + expect.round());
        }

        void left(PartyId party) {
            gone.add(party);
            if (waiting != null) stopWithoutTheGone(waiting.expect());
        }

        private void stopWithoutTheGone(Expect expect) {
            var owing = mailbox.missing(expect);
            owing.retainAll(gone);
            if (!owing.isEmpty()) stopWithout(owing, "left the run, still to speak in round " + expect.round());
        }

        /// Who was given something else does not go on; nobody is called absent for that.
        private void stopWithout(Set<PartyId> owing, String detail) {
            var last = Invariant.present(waiting, "somebody owes something");
            var dissent = protocol.dissent(last.state(), mailbox.soFar(last.expect()));
            stop(dissent.orElseGet(() -> Blame.of(owing, Fault.ABSENT, detail)));
        }

        void close() {
            closed = true;
            drop();
        }

        private void stop(Blame blame) {
            end(new Outcome.Stopped<>(blame));
        }

        private void end(Outcome<O> how) {
            outcome = how;
            drop();
        }

        private void drop() {
            var last = waiting;
            var said = last == null ? mailbox.first() : mailbox.soFar(last.expect());
            var unheard = !spokenFor;
            waiting = null;
            spokenFor = true;
            mailbox.clear();
            heard.clear();
            if (last != null) abandon(last.state(), said);
            else if (unheard) protocol.unfinished(said);
        }

        private boolean ended() {
            return outcome != null || closed;
        }

        private static boolean names(Expect expect, PartyId from) {
            return expect.broadcastFrom().contains(from) || expect.directFrom().contains(from);
        }
    }
}

package tallystick.mpc.echo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.Held;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Roster;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.State;
import tallystick.mpc.session.Step;

/// A protocol with consistent broadcasts: the same protocol, with each broadcast of an echoed round signed, and the
/// round delivered only after everybody told everybody which signed broadcasts it saw and all agree.
///
/// **Why** sending the same bytes to everybody is not broadcast: a cheater sends different ones. With signatures
/// on what was sent, the difference is proof. The protocol inside does not notice.
///
/// In an echoed round all parties expect (or make) the same broadcasts. The last step of a protocol makes none: nobody
/// would be left to echo. Between two parties there is nobody to compare with, so broadcasts are signed but not echoed.
///
/// Whose fault: a plain broadcast where a signed one is due is WRONG_MESSAGE_TYPE, a bad signature BAD_SIGNATURE,
/// both of the sender; two different statements of one sender are its EQUIVOCATION, with both as evidence; an
/// echo that names others than those who broadcast (WRONG_COUNT) or claims what was not signed (BAD_SIGNATURE) is
/// the echoer's. Where the protocol finds that parties were given different things ([Protocol#dissent]) all but
/// equivocation may be honest, and nobody is named for it. A blame of the protocol itself gets what its culprits
/// broadcast as evidence.
///
/// **Threads** as the protocol inside. Specified in `docs/spec/echo.md`.
///
/// @param <S> the protocol's states
/// @param <M> the protocol's message type
/// @param <O> what it produces
public final class Echoed<S extends State, M extends Message, O>
        implements Protocol<EchoState<S, M>, EchoMessage<M>, O> {
    private final Protocol<S, M, O> inner;
    private final PartyIdentity identity;
    private final Roster roster;

    private Echoed(Protocol<S, M, O> inner, PartyIdentity identity, Roster roster) {
        this.inner = inner;
        this.identity = identity;
        this.roster = roster;
    }

    /// Wraps `protocol` for the party whose key `identity` is.
    ///
    /// @throws IllegalArgumentException if the roster lacks a party of the session, or there are more than
    ///     [EchoMessage#PARTIES_MAX]: the caller's fault
    public static <S extends State, M extends Message, O> Echoed<S, M, O> of(
            Protocol<S, M, O> protocol, PartyIdentity identity, Roster roster) {
        var parties = protocol.session().parties();
        if (parties.size() > EchoMessage.PARTIES_MAX)
            throw new IllegalArgumentException("%d parties to an echo".formatted(parties.size()));
        for (var party : parties) {
            if (!roster.parties().contains(party))
                throw new IllegalArgumentException("%s not in the roster".formatted(party));
        }
        return new Echoed<>(protocol, identity, roster);
    }

    @Override
    public Session session() {
        return inner.session();
    }

    @Override
    public Step<EchoState<S, M>, EchoMessage<M>, O> start() {
        return wrap(inner.start(), Said.NOTHING);
    }

    /// @spec docs/spec/echo.md#EC-3 echo
    /// @spec https://eprint.iacr.org/2002/040 Goldwasser, Lindell (broadcast with abort)
    @Override
    public Step<EchoState<S, M>, EchoMessage<M>, O> advance(EchoState<S, M> state, Inbox<EchoMessage<M>> inbox) {
        return switch (state) {
            case EchoState.AwaitMessages<S, M> gathering -> gather(gathering, inbox);
            case EchoState.AwaitEchoes<S, M> echoing -> compare(echoing, inbox);
        };
    }

    @Override
    public Parsed<EchoMessage<M>> parse(Bytes encoded) {
        return EchoMessage.parse(inner, encoded);
    }

    /// > What the protocol itself says of what was heard, whether it is signed and echoed or not. Two signed broadcasts
    /// > are told before it, even if not all echoes are in: whoever signed them need only keep its own back.
    /// @spec docs/spec/echo.md#EC-8 echo
    @Override
    public Optional<Blame> dissent(EchoState<S, M> state, Inbox<EchoMessage<M>> heard) {
        return switch (state) {
            case EchoState.AwaitMessages<S, M> gathering ->
                inner.dissent(gathering.inner(), new Inbox<>(inside(heard.broadcasts()), inside(heard.directs())));
            case EchoState.AwaitEchoes<S, M> echoing ->
                hear(echoing, heard).equivocationOr(inner.dissent(echoing.inner(), echoing.inbox()));
        };
    }

    private static <M extends Message> SortedMap<PartyId, M> inside(SortedMap<PartyId, EchoMessage<M>> messages) {
        var inside = new TreeMap<PartyId, M>();
        messages.forEach((peer, message) -> {
            switch (message) {
                case EchoMessage.Plain<M>(var plain) -> inside.put(peer, plain);
                case EchoMessage.Signed<M> signed -> inside.put(peer, signed.message());
                case EchoMessage.Echo<M> _ -> {
                    // Echoes have rounds of their own.
                }
            }
        });
        return inside;
    }

    /// The rounds of the wrapped protocol carry their own echo.
    @Override
    public boolean echoes(int round) {
        return false;
    }

    // > A broadcast is signed over session, sender, round and digest; everything else goes as it is.
    /// @spec docs/spec/echo.md#EC-4 echo
    private Step<EchoState<S, M>, EchoMessage<M>, O> wrap(Step<S, M, O> step, Said said) {
        return switch (step) {
            case Step.Await<S, M, O> await -> {
                try (var held = new Held()) {
                    held.hold(await.state(), State::close);
                    yield held.release(wrap(await, said));
                }
            }
            case Step.Done<S, M, O>(var output, var send) -> {
                var own = new ArrayList<SignedBroadcast>();
                var wrapped = send.stream().map(each -> wrap(each, own)).toList();
                Invariant.check(own.isEmpty(), "the last step makes no echoed broadcast");
                yield new Step.Done<>(output, wrapped);
            }
            case Step.Aborted<S, M, O>(var blame) -> new Step.Aborted<>(said.prove(blame));
        };
    }

    private Step<EchoState<S, M>, EchoMessage<M>, O> wrap(Step.Await<S, M, O> await, Said said) {
        var expect = await.expect();
        var own = new ArrayList<SignedBroadcast>();
        var wrapped = await.send().stream().map(each -> wrap(each, own)).toList();
        for (var each : own)
            Invariant.check(each.statement().round() == expect.round(), "an echoed broadcast is of the round awaited");
        Invariant.check(own.size() <= 1, "one broadcast a round");
        var messages = new Expect(2 * expect.round() - 1, expect.broadcastFrom(), expect.directFrom());
        return new Step.Await<>(
                new EchoState.AwaitMessages<>(
                        await.state(), expect, own.stream().findFirst(), said),
                wrapped,
                messages);
    }

    private Outgoing<EchoMessage<M>> wrap(Outgoing<M> outgoing, List<SignedBroadcast> own) {
        return switch (outgoing) {
            case Outgoing.Direct<M>(var to, var message) -> new Outgoing.Direct<>(to, new EchoMessage.Plain<>(message));
            case Outgoing.Broadcast<M>(var message)
            when !inner.echoes(message.round()) -> new Outgoing.Broadcast<>(new EchoMessage.Plain<>(message));
            case Outgoing.Broadcast<M>(var message) -> {
                var encoded = message.encode();
                var statement =
                        SignedStatement.sign(identity, session().id(), session().self(), message.round(), encoded);
                own.add(new SignedBroadcast(statement, encoded));
                yield new Outgoing.Broadcast<>(
                        new EchoMessage.Signed<>(session().id(), message, encoded, statement.signature()));
            }
        };
    }

    /// > On the messages of a round: verify each broadcast's signature, then tell everybody what was seen.
    /// @spec docs/spec/echo.md#EC-10 echo
    private Step<EchoState<S, M>, EchoMessage<M>, O> gather(
            EchoState.AwaitMessages<S, M> state, Inbox<EchoMessage<M>> inbox) {
        var round = state.expect().round();
        var echoed = inner.echoes(round);
        var directs = new TreeMap<PartyId, M>();
        var broadcasts = new TreeMap<PartyId, M>();
        var heard = new TreeMap<PartyId, SignedBroadcast>();
        var offTopic = new ArrayList<PartyId>();
        inbox.directs().forEach((peer, message) -> {
            if (message instanceof EchoMessage.Plain<M>(var plain)) directs.put(peer, plain);
            else offTopic.add(peer);
        });
        inbox.broadcasts().forEach((peer, message) -> {
            switch (message) {
                case EchoMessage.Plain<M>(var plain) when !echoed -> broadcasts.put(peer, plain);
                case EchoMessage.Signed<M> signed
                when echoed -> {
                    broadcasts.put(peer, signed.message());
                    heard.put(peer, new SignedBroadcast(signed.statementOf(peer), signed.encoded()));
                }
                default -> offTopic.add(peer);
            }
        });
        if (!offTopic.isEmpty())
            return stop(
                    state,
                    Blame.of(
                            offTopic, Fault.WRONG_MESSAGE_TYPE, "signed broadcast or plain message in round " + round));
        var forgers = heard.values().stream()
                .map(SignedBroadcast::statement)
                .filter(statement -> !statement.verifies(roster))
                .map(SignedStatement::sender)
                .toList();
        var delivered = new Inbox<>(broadcasts, directs);
        if (!forgers.isEmpty())
            return stop(
                    state,
                    inner.dissent(state.inner(), delivered)
                            .orElseGet(() -> Blame.of(
                                    forgers, Fault.BAD_SIGNATURE, "signature on the broadcast of round " + round)));
        state.own().ifPresent(own -> heard.put(session().self(), own));
        return echo(state, delivered, heard);
    }

    /// @spec docs/spec/echo.md#EC-5 echo
    private Step<EchoState<S, M>, EchoMessage<M>, O> echo(
            EchoState.AwaitMessages<S, M> state, Inbox<M> inbox, SortedMap<PartyId, SignedBroadcast> heard) {
        var said = state.said().and(heard.values());
        if (heard.isEmpty() || session().parties().size() == 2) return wrap(inner.advance(state.inner(), inbox), said);
        var seen = new TreeMap<PartyId, SignedStatement>();
        heard.forEach((peer, broadcast) -> seen.put(peer, broadcast.statement()));
        var round = state.expect().round();
        var echo = new EchoMessage.Echo<M>(session().id(), round, List.copyOf(seen.values()));
        return new Step.Await<>(
                new EchoState.AwaitEchoes<>(state.inner(), inbox, seen, said),
                List.of(new Outgoing.Broadcast<>(echo)),
                Expect.broadcasts(2 * round, session().others()));
    }

    // > On the echoes of a round: deliver only if all agree; a difference is the sender's if it signed both, else the
    // > echoer's.
    private Step<EchoState<S, M>, EchoMessage<M>, O> compare(
            EchoState.AwaitEchoes<S, M> state, Inbox<EchoMessage<M>> inbox) {
        var blame = hear(state, inbox).verdict(inner.dissent(state.inner(), state.inbox()));
        if (blame.isPresent()) return stop(state, blame.get());
        return wrap(inner.advance(state.inner(), state.inbox()), state.said());
    }

    private Comparison hear(EchoState.AwaitEchoes<S, M> state, Inbox<EchoMessage<M>> echoes) {
        var comparison = new Comparison(state.seen(), session().self(), roster);
        echoes.broadcasts().forEach((echoer, message) -> {
            Invariant.check(message instanceof EchoMessage.Echo<M>, "only echoes have even rounds");
            if (message instanceof EchoMessage.Echo<M> echo) comparison.hear(echoer, echo.seen());
        });
        return comparison;
    }

    private Step<EchoState<S, M>, EchoMessage<M>, O> stop(EchoState<S, M> state, Blame blame) {
        state.close();
        return new Step.Aborted<>(blame);
    }
}

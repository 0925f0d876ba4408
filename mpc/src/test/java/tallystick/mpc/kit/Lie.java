package tallystick.mpc.kit;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.State;
import tallystick.mpc.session.Step;

/// A party that follows the protocol but says something else: what it sends is altered before it is signed, so that its
/// lie is its own word. Wrap it in the echo like an honest party.
///
/// @param <S> the protocol's states
/// @param <M> the protocol's message type
/// @param <O> what it produces
public final class Lie<S extends State, M extends Message, O> implements Protocol<S, M, O> {
    private final Protocol<S, M, O> honest;
    private final Function<Outgoing<M>, List<Outgoing<M>>> lie;

    private Lie(Protocol<S, M, O> honest, Function<Outgoing<M>, List<Outgoing<M>>> lie) {
        this.honest = honest;
        this.lie = lie;
    }

    /// Replaces each outgoing message by what `lie` makes of it: nothing, itself, another.
    public static <S extends State, M extends Message, O> Lie<S, M, O> of(
            Protocol<S, M, O> honest, Function<Outgoing<M>, List<Outgoing<M>>> lie) {
        return new Lie<>(honest, lie);
    }

    /// Alters every outgoing message of `round`, whoever gets it.
    public static <S extends State, M extends Message, O> Lie<S, M, O> inRound(
            Protocol<S, M, O> honest, int round, UnaryOperator<M> alter) {
        return of(
                honest,
                outgoing -> List.of(
                        switch (outgoing) {
                            case Outgoing.Broadcast<M>(var message)
                            when message.round() == round -> new Outgoing.Broadcast<>(alter.apply(message));
                            case Outgoing.Direct<M>(var to, var message)
                            when message.round() == round -> new Outgoing.Direct<>(to, alter.apply(message));
                            default -> outgoing;
                        }));
    }

    @Override
    public Session session() {
        return honest.session();
    }

    @Override
    public Step<S, M, O> start() {
        return tell(honest.start());
    }

    @Override
    public Step<S, M, O> advance(S state, Inbox<M> inbox) {
        return tell(honest.advance(state, inbox));
    }

    @Override
    public Parsed<M> parse(Bytes encoded) {
        return honest.parse(encoded);
    }

    @Override
    public boolean echoes(int round) {
        return honest.echoes(round);
    }

    private Step<S, M, O> tell(Step<S, M, O> step) {
        return switch (step) {
            case Step.Await<S, M, O>(var state, var send, var expect) -> new Step.Await<>(state, tell(send), expect);
            case Step.Done<S, M, O>(var output, var send) -> new Step.Done<>(output, tell(send));
            case Step.Aborted<S, M, O> aborted -> aborted;
        };
    }

    private List<Outgoing<M>> tell(List<Outgoing<M>> send) {
        return send.stream().flatMap(each -> lie.apply(each).stream()).toList();
    }
}

package tallystick.mpc.kit;

import java.util.List;
import java.util.Set;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.State;
import tallystick.mpc.session.Step;

/// A protocol that does whatever it is told, also what none of ours may do: steps follow one another whatever the
/// others say.
///
/// @param session the run
/// @param steps what to do, one after the other
/// @param echoed the rounds whose broadcasts need the echo
public record Script(Session session, List<Step<Script.Page, Script.Word, String>> steps, Set<Integer> echoed)
        implements Protocol<Script.Page, Script.Word, String> {
    /// Copies.
    public Script {
        steps = List.copyOf(steps);
        echoed = Set.copyOf(echoed);
    }

    /// The number of the next step.
    ///
    /// @param number from 1
    public record Page(int number) implements State {}

    /// A message that is only its round: anything from 0 to 254.
    ///
    /// @param session the run
    /// @param round what it says its round is
    public record Word(Session session, int round) implements Message {
        @Override
        public Bytes encode() {
            return new MessageHeader(ProtocolCode.TRIAL, round + 1, session.id())
                    .begin()
                    .toBytes();
        }
    }

    /// Two parties, of which this is the first.
    public static Script of(List<Step<Page, Word, String>> steps) {
        return new Script(Trial.session("script", 1, 3), steps, Set.of());
    }

    /// A step that sends and waits.
    public static Step<Page, Word, String> await(int number, Expect expect, List<Outgoing<Word>> send) {
        return new Step.Await<>(new Page(number), send, expect);
    }

    /// A broadcast of this round.
    public static Outgoing<Word> broadcast(int round) {
        return new Outgoing.Broadcast<>(word(round));
    }

    /// A direct message of this round.
    public static Outgoing<Word> direct(int to, int round) {
        return new Outgoing.Direct<>(new PartyId(to), word(round));
    }

    /// A message of the script's run.
    public static Word word(int round) {
        return new Word(Trial.session("script", 1, 3), round);
    }

    @Override
    public Step<Page, Word, String> start() {
        return steps.getFirst();
    }

    @Override
    public Step<Page, Word, String> advance(Page state, Inbox<Word> inbox) {
        return steps.get(state.number());
    }

    @Override
    public Parsed<Word> parse(Bytes encoded) {
        return Reader.parse(
                encoded,
                reader -> new Word(
                        session,
                        MessageHeader.read(reader, ProtocolCode.TRIAL, session.id())
                                        .messageCode()
                                - 1));
    }

    @Override
    public boolean echoes(int round) {
        return echoed.contains(round);
    }
}

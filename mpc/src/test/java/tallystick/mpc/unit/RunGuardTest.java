package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallystick.mpc.kit.Script.await;
import static tallystick.mpc.kit.Script.broadcast;
import static tallystick.mpc.kit.Script.direct;
import static tallystick.mpc.kit.Script.word;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.Script;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Filing;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.Limits;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Step;

/// A protocol of ours that breaks the rules all protocols keep is our bug and goes no further.
class RunGuardTest {
    private static final PartyId TWO = new PartyId(2);
    private static final List<PartyId> OTHERS = List.of(TWO, new PartyId(3));
    private static final Expect FIRST = Expect.broadcasts(1, OTHERS);
    private static final Roll ROLL = Roll.of(Trial.parties(3), 1);

    private static void assertBroken(String why, Step<Script.Page, Script.Word, String> first) {
        try (var run = Run.unechoed(Script.of(List.of(first)))) {
            assertThatThrownBy(run::start).isInstanceOf(Invariant.Broken.class).hasMessageContaining(why);
        }
    }

    private static void assertSent(int count, Step<Script.Page, Script.Word, String> first) {
        try (var run = Run.unechoed(Script.of(List.of(first)))) {
            assertThat(run.start()).hasSize(count);
        }
    }

    @Test
    void stepThatThrows_endsTheRun_andAccusesNobody() {
        var again = await(2, Expect.directs(1, List.of(TWO)), List.of());
        var steps = List.of(await(1, Expect.directs(2, List.of(TWO)), List.of()), again);
        try (var run = Run.unechoed(Script.of(steps))) {
            run.start();
            assertThatThrownBy(() -> run.receive(TWO, false, word(2).encode())).isInstanceOf(Invariant.Broken.class);
            assertFailedHere(run, "at round 2");
        }
        try (var run = Run.unechoed(Script.of(steps.subList(0, 1)))) {
            run.start();
            assertThatThrownBy(() -> run.receive(TWO, false, word(2).encode()))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertFailedHere(run, "at round 2");
        }
        try (var run = Run.unechoed(Script.of(List.of()))) {
            assertThatThrownBy(run::start).isInstanceOf(RuntimeException.class);
            assertFailedHere(run, "at the start");
        }
    }

    private static void assertFailedHere(Run<String> run, String where) {
        run.expire();
        assertThat(run.awaits()).isEmpty();
        assertThat(run.outcome().orElseThrow()).isInstanceOfSatisfying(Run.Outcome.Stopped.class, stopped -> {
            assertThat(stopped.blame().fault()).isEqualTo(Fault.FAILED_HERE);
            assertThat(stopped.blame().culprits()).isEmpty();
            assertThat(stopped.blame().detail()).contains(where);
        });
        assertThat(run.take(TWO, false, word(3).encode()).filing()).isEqualTo(Filing.AFTER_END);
    }

    @Test
    void expectation_ofARoundZero_isOurBug() {
        assertBroken("rounds rise", await(1, Expect.broadcasts(0, OTHERS), List.of()));
    }

    @Test
    void expectation_ofTheSameOrAnEarlierRound_isOurBug() {
        for (var round : List.of(1, 2)) {
            var again = await(2, Expect.directs(round, List.of(TWO)), List.of());
            var steps = List.of(await(1, Expect.directs(2, List.of(TWO)), List.of()), again);
            try (var run = Run.unechoed(Script.of(steps))) {
                run.start();
                assertThatThrownBy(() -> run.receive(TWO, false, word(2).encode()))
                        .isInstanceOf(Invariant.Broken.class)
                        .hasMessageContaining("rounds rise");
            }
        }
    }

    @Test
    void expectation_ofOneself_isOurBug() {
        var everybody = Trial.parties(3);
        assertBroken("only others broadcast to us", await(1, Expect.broadcasts(1, everybody), List.of()));
        assertBroken("only others write to us", await(1, Expect.directs(1, everybody), List.of()));
        assertBroken("only others", await(1, Expect.both(1, everybody), List.of()));
        assertSent(0, await(1, Expect.both(1, OTHERS), List.of()));
        assertThat(Expect.both(1, OTHERS)).isEqualTo(new Expect(1, Set.copyOf(OTHERS), Set.copyOf(OTHERS)));
    }

    @Test
    void twoBroadcastsOfOneRound_areOurBug() {
        assertBroken("one broadcast a round", await(1, FIRST, List.of(broadcast(1), broadcast(1))));
        assertSent(4, await(1, FIRST, List.of(broadcast(1), broadcast(2))));
    }

    @Test
    void twoDirectMessagesOfOneRoundToOneParty_areOurBug() {
        assertBroken("one direct message a round", await(1, FIRST, List.of(direct(2, 1), direct(2, 1))));
        assertSent(3, await(1, FIRST, List.of(direct(2, 1), direct(3, 1), direct(2, 2))));
    }

    @Test
    void directMessageToOneself_isOurBug() {
        assertBroken("to another party", await(1, FIRST, List.of(direct(1, 1))));
    }

    @Test
    void messageOfRoundZero_isOurBug() {
        try (var run = Run.unechoed(Script.of(List.of(await(1, FIRST, List.of()))))) {
            run.start();
            var zero = word(0).encode();
            assertThatThrownBy(() -> run.receive(TWO, true, zero))
                    .isInstanceOf(Invariant.Broken.class)
                    .hasMessageContaining("rounds count from 1");
        }
    }

    @Test
    void broadcastThatNeedsTheEcho_saidWithout_isOurBug() {
        for (var first : List.<Step<Script.Page, Script.Word, String>>of(
                await(1, FIRST, List.of()),
                await(1, Expect.directs(1, OTHERS), List.of(broadcast(1))),
                new Step.Done<>("done", List.of(broadcast(1))))) {
            var needy = new Script(Trial.session("script", 1, 3), List.of(first), Set.of(1));
            try (var run = Run.of(needy)) {
                assertThatThrownBy(run::start)
                        .isInstanceOf(Invariant.Broken.class)
                        .hasMessageContaining("wrapped in the echo");
            }
        }
    }

    @Test
    void echoedBroadcast_ofAnotherRoundOrASecond_isOurBug() {
        assertEchoBroken("of the round awaited", List.of(broadcast(2)));
        assertEchoBroken("one broadcast a round", List.of(broadcast(1), broadcast(1)));
    }

    private static void assertEchoBroken(String why, List<Outgoing<Script.Word>> send) {
        var needy = new Script(Trial.session("script", 1, 3), List.of(await(1, FIRST, send)), Set.of(1, 2));
        try (var run = Run.of(Echoed.of(needy, ROLL.identity(new PartyId(1)), ROLL))) {
            assertThatThrownBy(run::start).isInstanceOf(Invariant.Broken.class).hasMessageContaining(why);
        }
    }

    @Test
    void laterMessages_ofEachSender_areCountedApart_andFromTheRoundOn() {
        var limits = new Limits(1024, 1, 100);
        var steps = List.of(await(1, FIRST, List.of()), await(2, Expect.broadcasts(2, OTHERS), List.of()));
        try (var run = Run.of(Script.of(steps), limits)) {
            run.start();
            assertThat(run.take(TWO, true, word(1).encode()).filing()).isEqualTo(Filing.FILED);
            assertThat(run.take(TWO, true, word(2).encode()).filing()).isEqualTo(Filing.FILED);
            assertThat(run.take(TWO, true, word(3).encode()).filing()).isEqualTo(Filing.OVER_LIMIT);
            assertThat(run.take(OTHERS.get(1), true, word(3).encode()).filing()).isEqualTo(Filing.FILED);
            run.receive(OTHERS.get(1), true, word(1).encode());
            assertThat(run.take(TWO, true, word(3).encode()).filing())
                    .as("what found no room is read when it comes again")
                    .isEqualTo(Filing.FILED);
        }
    }

    @Test
    void limits_atTheirEdges() {
        assertThat(new Limits(MessageHeader.LENGTH_BYTES, 1, 1).messageBytesMax())
                .isEqualTo(35);
        assertThatThrownBy(() -> new Limits(MessageHeader.LENGTH_BYTES - 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(35, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(35, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void header_atItsEdges() {
        var highest = new MessageHeader(ProtocolCode.ECHO, 255, Trial.session("edge"));
        var bare = highest.begin().toBytes();
        assertThat(highest.messageCode()).isEqualTo(255);
        assertThat(MessageHeader.isOf(ProtocolCode.ECHO, bare)).isTrue();
        assertThat(MessageHeader.isOf(ProtocolCode.ECHO, bare.slice(0, bare.length() - 1)))
                .isFalse();
        assertThat(MessageHeader.isOf(ProtocolCode.FROST, bare)).isFalse();
    }

    @Test
    void firstOfTheParties_isTheLowest() {
        assertThat(Trial.session("script", 2, 3).lowest()).isEqualTo(new PartyId(1));
        assertThat(Trial.session("script").toString()).hasSize(16);
    }

    @Test
    void signedMessage_whoseContentIsMalformed_saysWhere() {
        var needy = new Script(Trial.session("script", 1, 3), List.of(await(1, FIRST, List.of())), Set.of(1));
        var echoed = Echoed.of(needy, ROLL.identity(new PartyId(1)), ROLL);
        var inside = word(1).encode();
        var spoilt = Bytes.concat(inside.slice(0, 2), Bytes.copyOf((byte) 0), inside.slice(3, inside.length()));
        var message = new MessageHeader(ProtocolCode.ECHO, 1, Trial.session("script"))
                .begin()
                .variable(spoilt)
                .raw(Bytes.copyOf(new byte[64]))
                .toBytes();
        assertThat(echoed.parse(message))
                .isEqualTo(new Parsed.Malformed<>(
                        MessageHeader.LENGTH_BYTES + Integer.BYTES + 2, "message code in 1..255"));
    }
}

package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.kit.CoinToss;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Filing;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.Limits;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.Step;

class RunTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);

    private final List<CoinToss> tosses = Trial.coinTosses("run", 3);
    private final Run<CoinToss.Tossed> run = Run.of(tosses.getFirst());

    private Bytes commitOf(int party) {
        return new CoinToss.Say.Commit(Trial.session("run"), Trial.digest("commit " + party)).encode();
    }

    private Bytes openOf(int party) {
        return new CoinToss.Say.Open(
                        Trial.session("run"), Trial.digest("open " + party).bytes())
                .encode();
    }

    private Blame blame() {
        return switch (run.outcome().orElseThrow()) {
            case Run.Outcome.Stopped<CoinToss.Tossed>(var blame) -> blame;
            case Run.Outcome.Finished<CoinToss.Tossed> _ -> throw new AssertionError("finished");
        };
    }

    @Test
    void honestParties_inOrder_tossOneCoin() {
        for (var count = 2; count <= 7; count++) {
            var outputs = Outcomes.assertFinished(
                    Network.of(Trial.coinTosses("run", count)).run());
            assertThat(new HashSet<>(
                            outputs.values().stream().map(CoinToss.Tossed::coin).toList()))
                    .hasSize(1);
            assertThat(outputs.get(ONE).whispers().get(TWO)).isEqualTo(201);
        }
    }

    @Test
    void start_sendsToEverybodyElse_andAwaitsThem() {
        var sent = run.start();
        assertThat(sent).extracting(Run.Envelope::to).containsExactly(TWO, THREE);
        assertThat(sent).allMatch(envelope -> envelope.broadcast() && envelope.round() == 1);
        assertThat(run.awaits()).contains(Expect.broadcasts(1, List.of(TWO, THREE)));
    }

    @Test
    void start_twice_isTheCallersFault_andTheRunGoesOn() {
        run.start();
        assertThatThrownBy(run::start).isInstanceOf(IllegalStateException.class).hasMessage("a run started twice");
        assertThat(run.outcome()).isEmpty();
        assertThat(run.awaits()).isPresent();
    }

    @Test
    void protocolThatNeedsTheEcho_withoutIt_isOurBug() {
        var needy = Trial.coinTosses("run", 3, CoinToss.Trait.ECHOED).getFirst();
        try (var bare = Run.of(needy)) {
            assertThatThrownBy(bare::start).isInstanceOf(Invariant.Broken.class);
        }
        assertThat(needy.openStates()).isZero();
        try (var knowing = Run.unechoed(needy)) {
            assertThat(knowing.start()).hasSize(2);
        }
    }

    @Test
    void message_beforeStart_waits() {
        assertThat(run.take(TWO, true, commitOf(2)).filing()).isEqualTo(Filing.FILED);
        assertThat(run.take(THREE, true, commitOf(3)).filing()).isEqualTo(Filing.FILED);
        var sent = run.start();
        assertThat(sent).extracting(Run.Envelope::round).containsExactly(1, 1, 2, 2);
    }

    @Test
    void message_ofLaterRound_waitsForItsRound() {
        run.start();
        assertThat(run.take(TWO, true, openOf(2)).filing()).isEqualTo(Filing.FILED);
        run.receive(TWO, true, commitOf(2));
        assertThat(run.receive(THREE, true, commitOf(3))).hasSize(2);
        run.receive(THREE, true, openOf(3));
        assertThat(blame().fault()).isEqualTo(Fault.BAD_OPENING);
        assertThat(blame().culprits()).containsExactly(TWO, THREE);
    }

    @Test
    void message_again_isRepeated_andOtherBytesConflict() {
        run.start();
        run.receive(TWO, true, commitOf(2));
        assertThat(run.take(TWO, true, commitOf(2)).filing()).isEqualTo(Filing.REPEATED);
        assertThat(run.take(TWO, true, commitOf(9)).filing()).isEqualTo(Filing.CONFLICTING);
        assertThat(run.outcome()).isEmpty();
    }

    @Test
    void message_ofEarlierRound_isDropped() {
        run.start();
        run.receive(TWO, true, commitOf(2));
        run.receive(THREE, true, commitOf(3));
        assertThat(run.take(TWO, true, commitOf(2)).filing()).isEqualTo(Filing.EARLIER_ROUND);
        assertThat(run.outcome()).isEmpty();
    }

    /// Expects party 2 alone, and is done when it has spoken.
    private record HearsTwoAlone(CoinToss toss) implements Protocol<CoinToss.Waiting, CoinToss.Say, Integer> {
        @Override
        public Session session() {
            return toss.session();
        }

        @Override
        public Step<CoinToss.Waiting, CoinToss.Say, Integer> start() {
            var state = new CoinToss.Waiting.AwaitCommits(new AtomicInteger(1));
            return new Step.Await<>(state, List.of(), Expect.broadcasts(1, List.of(TWO)));
        }

        @Override
        public Step<CoinToss.Waiting, CoinToss.Say, Integer> advance(
                CoinToss.Waiting state, Inbox<CoinToss.Say> inbox) {
            return new Step.Done<>(inbox.broadcasts().size(), List.of());
        }

        @Override
        public Parsed<CoinToss.Say> parse(Bytes encoded) {
            return toss.parse(encoded);
        }

        @Override
        public boolean echoes(int round) {
            return false;
        }
    }

    @Test
    void message_ofSomebodyNotAwaited_isDropped_andNotDelivered() {
        try (var narrow = Run.of(new HearsTwoAlone(tosses.getFirst()))) {
            narrow.take(THREE, true, commitOf(3));
            narrow.start();
            assertThat(narrow.take(THREE, true, commitOf(3)).filing()).isEqualTo(Filing.REPEATED);
            assertThat(narrow.take(THREE, true, commitOf(4)).filing()).isEqualTo(Filing.NOT_EXPECTED);
            assertThat(narrow.take(THREE, false, commitOf(3)).filing()).isEqualTo(Filing.NOT_EXPECTED);
            narrow.receive(TWO, true, commitOf(2));
            assertThat(narrow.outcome()).contains(new Run.Outcome.Finished<>(1));
        }
    }

    /// Keeps who was heard when it ended while it waited, and whether its state was open still.
    private record Remembers(HearsTwoAlone inner, AtomicInteger open, List<String> heard)
            implements Protocol<CoinToss.Waiting, CoinToss.Say, Integer> {
        @Override
        public Session session() {
            return inner.session();
        }

        @Override
        public Step<CoinToss.Waiting, CoinToss.Say, Integer> start() {
            var state = new CoinToss.Waiting.AwaitCommits(open);
            return new Step.Await<>(state, List.of(), Expect.broadcasts(1, List.of(TWO, THREE)));
        }

        @Override
        public Step<CoinToss.Waiting, CoinToss.Say, Integer> advance(
                CoinToss.Waiting state, Inbox<CoinToss.Say> inbox) {
            return inner.advance(state, inbox);
        }

        @Override
        public Parsed<CoinToss.Say> parse(Bytes encoded) {
            return inner.parse(encoded);
        }

        @Override
        public boolean echoes(int round) {
            return false;
        }

        @Override
        public void unfinished(Inbox<CoinToss.Say> inbox) {
            heard.add("%s, open %d".formatted(inbox.broadcasts().keySet(), open.get()));
        }
    }

    @Test
    void runThatEndsWhileItWaits_tellsTheProtocolWhatWasSaid_onceAndBeforeItsStateIsClosed() {
        for (var way : List.<Consumer<Run<Integer>>>of(
                Run::expire, Run::close, ended -> ended.left(THREE), ended -> ended.take(THREE, true, Bytes.empty()))) {
            var open = new AtomicInteger(1);
            var heard = new ArrayList<String>();
            try (var ended = Run.of(new Remembers(new HearsTwoAlone(tosses.getFirst()), open, heard))) {
                ended.start();
                ended.receive(TWO, true, commitOf(2));
                assertThat(heard).isEmpty();
                way.accept(ended);
                assertThat(heard).containsExactly("[%s], open 1".formatted(TWO));
                assertThat(open).hasValue(0);
            }
            assertThat(heard).hasSize(1);
        }
    }

    /// The first of each, whatever comes with it.
    @Test
    void runThatEndsBeforeItWaits_tellsTheProtocolWhatWasSaid_once() {
        for (var way : List.<Consumer<Run<Integer>>>of(Run::expire, Run::close)) {
            var heard = new ArrayList<String>();
            var inner = new HearsTwoAlone(tosses.getFirst());
            try (var ended = Run.of(new Remembers(inner, new AtomicInteger(0), heard))) {
                ended.receive(TWO, true, openOf(2));
                ended.receive(TWO, true, commitOf(2));
                ended.receive(THREE, false, commitOf(3));
                way.accept(ended);
                assertThat(heard).containsExactly("[%s], open 0".formatted(TWO));
                ended.start();
            }
            assertThat(heard).hasSize(1);
        }
    }

    @Test
    void runThatGoesOn_tellsTheProtocolNothing() {
        var heard = new ArrayList<String>();
        try (var going = Run.of(new Remembers(new HearsTwoAlone(tosses.getFirst()), new AtomicInteger(1), heard))) {
            going.start();
            going.receive(TWO, true, commitOf(2));
            going.receive(THREE, true, commitOf(3));
            assertThat(going.outcome()).contains(new Run.Outcome.Finished<>(2));
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void message_ofUnknownSender_isCountedOnly() {
        run.start();
        assertThat(run.take(new PartyId(4), true, commitOf(4)).filing()).isEqualTo(Filing.UNKNOWN_SENDER);
        assertThat(run.take(new PartyId(4), true, Bytes.ofUtf8("junk")).filing())
                .isEqualTo(Filing.UNKNOWN_SENDER);
        assertThat(run.filings()).containsEntry(Filing.UNKNOWN_SENDER, 2);
        assertThat(run.outcome()).isEmpty();
    }

    @Test
    void message_ofMyself_isReflected() {
        run.start();
        assertThat(run.take(ONE, true, commitOf(1)).filing()).isEqualTo(Filing.REFLECTED);
        assertThat(run.outcome()).isEmpty();
    }

    @Test
    void message_ofOtherSession_isDropped_evenWhenUnreadable() {
        run.start();
        var other = new CoinToss.Say.Commit(Trial.session("another"), Trial.digest("c")).encode();
        assertThat(run.take(TWO, true, other).filing()).isEqualTo(Filing.OTHER_SESSION);
        assertThat(run.take(TWO, true, other.slice(0, 40)).filing()).isEqualTo(Filing.OTHER_SESSION);
        assertThat(run.outcome()).isEmpty();
    }

    @Test
    void message_unreadable_blamesItsSender() {
        run.start();
        assertThat(run.take(TWO, true, commitOf(2).slice(0, 60)).filing()).isEqualTo(Filing.BLAMED);
        assertThat(blame().fault()).isEqualTo(Fault.MALFORMED);
        assertThat(blame().culprits()).containsExactly(TWO);
    }

    @Test
    void message_withoutWholeHeader_blamesItsSender() {
        run.start();
        run.receive(THREE, false, commitOf(3).slice(0, 34));
        assertThat(blame().fault()).isEqualTo(Fault.MALFORMED);
        assertThat(blame().culprits()).containsExactly(THREE);
    }

    @Test
    void message_onTheWrongWay_blamesItsSender() {
        run.start();
        assertThat(run.take(TWO, false, commitOf(2)).filing()).isEqualTo(Filing.BLAMED);
        assertThat(blame().fault()).isEqualTo(Fault.WRONG_MESSAGE_TYPE);
        assertThat(blame().culprits()).containsExactly(TWO);
    }

    @Test
    void message_onTheWrongWayBeforeItsRound_blamesAllWhoDidOnceTheRoundComes() {
        run.start();
        run.receive(TWO, false, openOf(2));
        run.receive(THREE, false, openOf(3));
        run.receive(TWO, true, commitOf(2));
        assertThat(run.outcome()).isEmpty();
        run.receive(THREE, true, commitOf(3));
        assertThat(blame().fault()).isEqualTo(Fault.WRONG_MESSAGE_TYPE);
        assertThat(blame().culprits()).containsExactly(TWO, THREE);
    }

    @Test
    void message_tooLong_blamesItsSender() {
        try (var small = Run.of(tosses.getFirst(), new Limits(66, 16, 1024))) {
            small.start();
            assertThat(small.take(TWO, true, commitOf(2)).filing()).isEqualTo(Filing.BLAMED);
        }
        try (var large = Run.of(tosses.getFirst(), new Limits(67, 16, 1024))) {
            large.start();
            assertThat(large.take(TWO, true, commitOf(2)).filing()).isEqualTo(Filing.FILED);
        }
    }

    /// An outsider, or whoever carries them, says honest words again and again.
    @Test
    void wordsSaidAgain_useUpNothingOfTheirSenders() {
        try (var tight = Run.of(tosses.getFirst(), new Limits(1024, 16, 3))) {
            tight.start();
            assertThat(tight.take(TWO, true, commitOf(2)).filing()).isEqualTo(Filing.FILED);
            assertThat(tight.take(TWO, true, commitOf(9)).filing()).isEqualTo(Filing.CONFLICTING);
            for (var i = 0; i < 40; i++) {
                assertThat(tight.take(TWO, true, commitOf(2)).filing()).isEqualTo(Filing.REPEATED);
                assertThat(tight.take(TWO, true, commitOf(9)).filing()).isEqualTo(Filing.CONFLICTING);
            }
            assertThat(tight.take(TWO, true, openOf(2)).filing()).isEqualTo(Filing.FILED);
            assertThat(tight.take(TWO, true, openOf(9)).filing()).isEqualTo(Filing.OVER_LIMIT);
        }
    }

    /// One step throws, and what it was given is closed.
    private record Throws(Remembers inner) implements Protocol<CoinToss.Waiting, CoinToss.Say, Integer> {
        @Override
        public Session session() {
            return inner.session();
        }

        @Override
        public Step<CoinToss.Waiting, CoinToss.Say, Integer> start() {
            return inner.start();
        }

        @Override
        public Step<CoinToss.Waiting, CoinToss.Say, Integer> advance(
                CoinToss.Waiting state, Inbox<CoinToss.Say> inbox) {
            throw new IllegalStateException("no memory");
        }

        @Override
        public Parsed<CoinToss.Say> parse(Bytes encoded) {
            return inner.parse(encoded);
        }

        @Override
        public boolean echoes(int round) {
            return false;
        }

        @Override
        public void unfinished(Inbox<CoinToss.Say> inbox) {
            inner.unfinished(inbox);
        }
    }

    @Test
    void stepThatThrows_tellsTheProtocolWhatWasSaid_andItsStateIsClosed() {
        var open = new AtomicInteger(1);
        var heard = new ArrayList<String>();
        var remembers = new Remembers(new HearsTwoAlone(tosses.getFirst()), open, heard);
        try (var thrown = Run.of(new Throws(remembers))) {
            thrown.start();
            thrown.receive(TWO, true, commitOf(2));
            assertThatThrownBy(() -> thrown.receive(THREE, true, commitOf(3))).hasMessage("no memory");
            assertThat(heard).containsExactly("[%s, %s], open 1".formatted(TWO, THREE));
            assertThat(open).hasValue(0);
            assertThat(thrown.outcome())
                    .hasValueSatisfying(ended -> assertThat(ended)
                            .isEqualTo(new Run.Outcome.Stopped<>(
                                    Blame.unattributed(Fault.FAILED_HERE, "this party's own step failed at round 1"))));
        }
        assertThat(heard).hasSize(1);
    }

    @Test
    void messages_beyondTheLimits_areDropped() {
        try (var tight = Run.of(tosses.getFirst(), new Limits(1024, 1, 3))) {
            tight.start();
            assertThat(tight.take(TWO, true, openOf(2)).filing()).isEqualTo(Filing.FILED);
            assertThat(tight.take(TWO, false, openOf(2)).filing()).isEqualTo(Filing.OVER_LIMIT);
            assertThat(tight.take(TWO, true, commitOf(2)).filing()).isEqualTo(Filing.FILED);
            assertThat(tight.take(TWO, true, Bytes.empty()).filing()).isEqualTo(Filing.OVER_LIMIT);
            assertThat(tight.take(THREE, true, commitOf(3)).filing()).isEqualTo(Filing.FILED);
            assertThat(tight.outcome()).isEmpty();
        }
    }

    @Test
    void expire_namesEverybodyMissing() {
        run.start();
        run.receive(TWO, true, commitOf(2));
        run.expire();
        assertThat(blame().fault()).isEqualTo(Fault.ABSENT);
        assertThat(blame().culprits()).containsExactly(THREE);
        assertThat(run.take(THREE, true, commitOf(3)).filing()).isEqualTo(Filing.AFTER_END);
        assertThat(run.awaits()).isEmpty();
    }

    @Test
    void expire_beforeStart_namesNobody() {
        run.expire();
        assertThat(blame().fault()).isEqualTo(Fault.ABSENT);
        assertThat(blame().culprits()).isEmpty();
        assertThat(run.start()).isEmpty();
    }

    @Test
    void partyThatLeaves_isNamedAloneForWhatItOwes() {
        run.start();
        run.left(THREE);
        assertThat(blame().fault()).isEqualTo(Fault.ABSENT);
        assertThat(blame().culprits()).containsExactly(THREE);
        assertThat(blame().detail()).isEqualTo("left the run, still to speak in round 1");
        assertThat(run.awaits()).isEmpty();
    }

    @Test
    void partyThatLeftBeforeTheStart_isNamedAlone() {
        run.left(THREE);
        assertThat(run.outcome()).isEmpty();
        run.start();
        assertThat(blame().culprits()).containsExactly(THREE);
    }

    @Test
    void partyThatLeaves_isMissedOnlyOnceItOwesSomething() {
        run.start();
        run.receive(THREE, true, commitOf(3));
        run.left(THREE);
        assertThat(run.outcome()).isEmpty();
        run.receive(TWO, true, commitOf(2));
        assertThat(blame().culprits()).containsExactly(THREE);
        assertThat(blame().detail()).isEqualTo("left the run, still to speak in round 2");
    }

    @Test
    void state_isClosed_howeverTheRunEnds() {
        run.start();
        assertThat(tosses.getFirst().openStates()).isEqualTo(1);
        run.close();
        run.close();
        assertThat(tosses.getFirst().openStates()).isZero();
        assertThat(run.outcome()).isEmpty();
        assertThat(run.take(TWO, true, commitOf(2)).filing()).isEqualTo(Filing.AFTER_END);

        var blamed = Run.of(tosses.get(1));
        blamed.start();
        blamed.receive(ONE, true, Bytes.empty());
        assertThat(tosses.get(1).openStates()).isZero();

        var expired = Run.of(tosses.get(2));
        expired.start();
        expired.expire();
        expired.close();
        assertThat(tosses.get(2).openStates()).isZero();
    }

    @Test
    void state_isClosed_afterAnHonestRun() {
        Outcomes.assertFinished(Network.of(tosses).run());
        assertThat(tosses).allMatch(toss -> toss.openStates() == 0);
    }
}

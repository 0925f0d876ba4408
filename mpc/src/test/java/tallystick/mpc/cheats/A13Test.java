package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.echo.SignedBroadcast;
import tallystick.mpc.echo.SignedStatement;
import tallystick.mpc.kit.CoinToss;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Filing;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Limits;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.Step;

/// No bytes of a stranger make anything throw or grow without bound.
@DisplayName("A13 panic, denial of service, oversize")
class A13Test {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);
    private static final Roll ROLL = Roll.of(Trial.parties(3), 13);

    private static Run<CoinToss.Tossed> started(Limits limits) {
        var toss = Trial.coinTosses("a13", 3, CoinToss.Trait.ECHOED).getFirst();
        var run = Run.of(Echoed.of(toss, ROLL.identity(ONE), ROLL), limits);
        run.start();
        return run;
    }

    private static Bytes junk(RandomGenerator chance, int lengthMax) {
        var bytes = new byte[chance.nextInt(lengthMax + 1)];
        chance.nextBytes(bytes);
        return Bytes.copyOf(bytes);
    }

    @Test
    void randomBytes_neverThrow_andBlameTheirSender() {
        var blamed = 0;
        for (var seed = 0; seed < 500; seed++) {
            var chance = new SplittableRandom(seed);
            try (var run = started(Limits.STANDARD)) {
                var filing =
                        run.take(TWO, chance.nextBoolean(), junk(chance, 200)).filing();
                assertThat(filing).as("seed %d", seed).isIn(Filing.BLAMED, Filing.OTHER_SESSION);
                if (filing == Filing.BLAMED) blamed++;
            }
        }
        assertThat(blamed).isGreaterThan(480);
    }

    @Test
    void randomBodiesAfterAGoodHeader_neverThrow() {
        var filed = 0;
        for (var seed = 0; seed < 500; seed++) {
            var chance = new SplittableRandom(seed);
            var code = chance.nextBoolean() ? ProtocolCode.ECHO : ProtocolCode.TRIAL;
            var header = new MessageHeader(code, 1 + chance.nextInt(4), Trial.session("a13"));
            var body = chance.nextInt(4) == 0 ? Trial.digest("body").bytes() : junk(chance, 120);
            try (var run = started(Limits.STANDARD)) {
                var filing = run.take(THREE, true, header.begin().raw(body).toBytes())
                        .filing();
                assertThat(filing).as("seed %d", seed).isIn(Filing.BLAMED, Filing.FILED);
                if (filing == Filing.FILED) filed++;
            }
        }
        assertThat(filed).isPositive();
    }

    @Test
    void message_overTheLimit_blamesItsSender_butNotWhenItIsOfAnotherSession() {
        var limits = new Limits(1000, 16, 1024);
        var padding = Bytes.copyOf(new byte[1000]);
        try (var run = started(limits)) {
            var other = new MessageHeader(ProtocolCode.TRIAL, 1, Trial.session("other"))
                    .begin()
                    .raw(padding);
            assertThat(run.take(TWO, true, other.toBytes()).filing()).isEqualTo(Filing.OTHER_SESSION);
            var ours = new MessageHeader(ProtocolCode.TRIAL, 1, Trial.session("a13"))
                    .begin()
                    .raw(padding);
            assertThat(run.take(TWO, true, ours.toBytes()).filing()).isEqualTo(Filing.BLAMED);
            assertThat(run.outcome().orElseThrow()).isInstanceOfSatisfying(Run.Outcome.Stopped.class, stopped -> {
                assertThat(stopped.blame().fault()).isEqualTo(Fault.MALFORMED);
                assertThat(stopped.blame().detail()).isEqualTo("at byte 1000: expected at most this many bytes");
            });
        }
    }

    @Test
    void flood_isKeptWithinTheLimits_andTheRunLivesOn() {
        try (var run = started(new Limits(1000, 2, 50))) {
            for (var i = 0; i < 10_000; i++) {
                var open = new CoinToss.Say.Open(
                        Trial.session("a13"), Trial.digest("flood " + i).bytes());
                run.receive(TWO, i % 2 == 0, open.encode());
            }
            assertThat(run.filings()).containsEntry(Filing.FILED, 2).containsEntry(Filing.CONFLICTING, 4);
            assertThat(run.filings()).containsEntry(Filing.OVER_LIMIT, 9_994);
            assertThat(run.outcome()).isEmpty();
        }
    }

    /// The network may have replayed them: they are not its sender's doing.
    @Test
    void flood_ofAnotherSession_doesNotUseUpItsSendersMessages() {
        try (var run = Run.of(Trial.coinTosses("a13", 3).getFirst(), new Limits(1000, 2, 2))) {
            run.start();
            var other = new CoinToss.Say.Commit(Trial.session("other"), Trial.digest("old")).encode();
            for (var i = 0; i < 100; i++)
                assertThat(run.take(TWO, true, other).filing()).isEqualTo(Filing.OTHER_SESSION);
            var ours = new CoinToss.Say.Commit(Trial.session("a13"), Trial.digest("new")).encode();
            assertThat(run.take(TWO, true, ours).filing()).isEqualTo(Filing.FILED);
            for (var i = 0; i < 100; i++)
                assertThat(run.take(TWO, true, ours).filing()).isEqualTo(Filing.REPEATED);
            var second = new CoinToss.Say.Commit(Trial.session("a13"), Trial.digest("newer")).encode();
            assertThat(run.take(TWO, true, second).filing()).isEqualTo(Filing.CONFLICTING);
            assertThat(run.take(TWO, true, ours).filing()).isEqualTo(Filing.OVER_LIMIT);
            assertThat(run.take(TWO, true, other).filing()).isEqualTo(Filing.OVER_LIMIT);
        }
    }

    /// Reading costs far more than knowing bytes again.
    @Test
    void flood_ofOneMessage_isReadOnce_alsoOnceItsRoundIsOver() {
        var counting = new Counting(Trial.coinTosses("a13", 3).getFirst());
        try (var run = Run.of(counting)) {
            run.start();
            var words = new CoinToss.Say.Commit(Trial.session("a13"), Trial.digest("two")).encode();
            assertThat(run.take(TWO, true, words).filing()).isEqualTo(Filing.FILED);
            for (var i = 0; i < 100; i++)
                assertThat(run.take(TWO, true, words).filing()).isEqualTo(Filing.REPEATED);
            assertThat(counting.read()).isEqualTo(1);
            var others = new CoinToss.Say.Commit(Trial.session("a13"), Trial.digest("three")).encode();
            assertThat(run.take(THREE, true, others).filing()).isEqualTo(Filing.FILED);
            assertThat(run.awaits().orElseThrow().round()).isEqualTo(2);
            for (var i = 0; i < 100; i++)
                assertThat(run.take(TWO, true, words).filing()).isEqualTo(Filing.EARLIER_ROUND);
            assertThat(counting.read()).isEqualTo(2);
            assertThat(run.take(TWO, false, words).filing()).as("another way").isEqualTo(Filing.EARLIER_ROUND);
            assertThat(counting.read()).isEqualTo(3);
        }
    }

    @Test
    void flood_ofWordsThatAreTooLate_isReadSixteenTimes_andOthersAreHeard() {
        var counting = new Counting(Trial.coinTosses("a13", 3).getFirst());
        try (var run = Run.of(counting)) {
            run.start();
            for (var peer : List.of(TWO, THREE))
                run.receive(
                        peer, true, new CoinToss.Say.Commit(Trial.session("a13"), Trial.digest("of " + peer)).encode());
            for (var i = 0; i < 100; i++) {
                var late = new CoinToss.Say.Commit(Trial.session("a13"), Trial.digest("late " + i)).encode();
                assertThat(run.take(TWO, true, late).filing())
                        .isEqualTo(i < 16 ? Filing.EARLIER_ROUND : Filing.OVER_LIMIT);
            }
            assertThat(counting.read()).isEqualTo(2 + 16);
            var open = new CoinToss.Say.Open(
                    Trial.session("a13"), Trial.digest("coin").bytes());
            assertThat(run.take(THREE, true, open.encode()).filing()).isEqualTo(Filing.FILED);
        }
    }

    /// Says how many messages the protocol had to read.
    private static final class Counting implements Protocol<CoinToss.Waiting, CoinToss.Say, CoinToss.Tossed> {
        private final Protocol<CoinToss.Waiting, CoinToss.Say, CoinToss.Tossed> honest;
        private int read;

        Counting(Protocol<CoinToss.Waiting, CoinToss.Say, CoinToss.Tossed> honest) {
            this.honest = honest;
        }

        int read() {
            return read;
        }

        @Override
        public Session session() {
            return honest.session();
        }

        @Override
        public Step<CoinToss.Waiting, CoinToss.Say, CoinToss.Tossed> start() {
            return honest.start();
        }

        @Override
        public Step<CoinToss.Waiting, CoinToss.Say, CoinToss.Tossed> advance(
                CoinToss.Waiting state, Inbox<CoinToss.Say> inbox) {
            return honest.advance(state, inbox);
        }

        @Override
        public Parsed<CoinToss.Say> parse(Bytes encoded) {
            read++;
            return honest.parse(encoded);
        }

        @Override
        public boolean echoes(int round) {
            return honest.echoes(round);
        }
    }

    @Test
    void flood_ofOnePeer_doesNotKeepOthersOut() {
        var tosses = Trial.coinTosses("a13", 3);
        var network = Network.of(tosses)
                .meddle(parcel -> parcel.from().equals(TWO) && parcel.round() == 1
                        ? Collections.nCopies(100, parcel)
                        : List.of(parcel));
        Outcomes.assertFinished(network.run());
    }

    @Test
    void evidence_ofRandomBytes_neverThrows() {
        var malformed = 0;
        for (var seed = 0; seed < 2000; seed++) {
            var bytes = junk(new SplittableRandom(seed), 300);
            if (SignedStatement.parse(bytes) instanceof Parsed.Malformed) malformed++;
            if (SignedBroadcast.parse(bytes) instanceof Parsed.Malformed) malformed++;
        }
        assertThat(malformed).isEqualTo(4000);
    }

    @Test
    void treesOfRandomText_neverThrow() {
        var words = List.of("all(", "any(", "2 of (", "a", "b", "c", "*", "3", ",", ")", " ", "99999999999", "\0", "ä");
        var accepted = 0;
        for (var seed = 0; seed < 20_000; seed++) {
            var chance = new SplittableRandom(seed);
            var text = new StringBuilder();
            for (var i = chance.nextInt(12); i >= 0; i--) text.append(words.get(chance.nextInt(words.size())));
            if (QuorumTree.parseSingleHolder(text.toString()) instanceof Parsed.Ok) accepted++;
        }
        assertThat(accepted).isPositive();
    }
}

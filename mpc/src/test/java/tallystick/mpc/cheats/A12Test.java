package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;
import tallystick.mpc.echo.EchoMessage;
import tallystick.mpc.echo.SignedStatement;
import tallystick.mpc.kit.CoinToss;
import tallystick.mpc.kit.FieldSpan;
import tallystick.mpc.kit.Mutation;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Parcel;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.Tampering;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.ProtocolCode;

/// Lists that are too short, too long, or name the wrong parties, and every field of every message spoilt.
@DisplayName("A12 lengths and lists")
class A12Test {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);
    private static final Roll ROLL = Roll.of(Trial.parties(3), 12);
    private static final int HEADER = MessageHeader.LENGTH_BYTES;

    private static Network<CoinToss.Tossed> network() {
        return Network.ofRuns(Trial.echoed(Trial.coinTosses("a12", 3, CoinToss.Trait.ECHOED), ROLL));
    }

    private static void assertEcho(UnaryOperator<List<SignedStatement>> alter, Fault fault) {
        var outcomes = network()
                .meddle(Rewriter.ofBytes(Rewriter.sentBy(TWO, 2), message -> withSeen(message, alter)))
                .run();
        Outcomes.assertBlamed(outcomes, List.of(ONE, THREE), fault, TWO);
    }

    private static Bytes withSeen(Bytes message, UnaryOperator<List<SignedStatement>> alter) {
        var toss = Trial.coinTosses("a12", 3, CoinToss.Trait.ECHOED).getFirst();
        if (EchoMessage.parse(toss, message) instanceof Parsed.Ok<EchoMessage<CoinToss.Say>>(var parsed)
                && parsed instanceof EchoMessage.Echo<CoinToss.Say>(var session, var round, var seen))
            return new EchoMessage.Echo<CoinToss.Say>(session, round, alter.apply(new ArrayList<>(seen))).encode();
        throw new AssertionError("no echo");
    }

    private static SignedStatement of(PartyId sender, SignedStatement like) {
        return new SignedStatement(like.session(), sender, like.round(), like.message(), like.signature());
    }

    @Test
    void echoOfOneLess_isWrongCount() {
        assertEcho(seen -> seen.subList(0, 2), Fault.WRONG_COUNT);
    }

    @Test
    void echoOfNobody_isMalformed() {
        assertEcho(_ -> List.of(), Fault.MALFORMED);
    }

    @Test
    void echoOfOneMore_isWrongCount() {
        assertEcho(
                seen -> {
                    seen.add(of(new PartyId(4), seen.getFirst()));
                    return seen;
                },
                Fault.WRONG_COUNT);
    }

    @Test
    void echoOfManyMore_isMalformed_aboveTheMostThereCanBe() {
        for (var count : List.of(EchoMessage.PARTIES_MAX, EchoMessage.PARTIES_MAX + 1))
            assertEcho(
                    seen -> IntStream.rangeClosed(4, 3 + count)
                            .mapToObj(i -> of(new PartyId(i), seen.getFirst()))
                            .toList(),
                    count == EchoMessage.PARTIES_MAX ? Fault.WRONG_COUNT : Fault.MALFORMED);
    }

    @Test
    void echoOfAPartyTwice_isMalformed() {
        assertEcho(seen -> List.of(seen.get(0), seen.get(1), seen.get(1)), Fault.MALFORMED);
    }

    @Test
    void echoInAnotherOrder_isMalformed() {
        assertEcho(
                seen -> {
                    Collections.reverse(seen);
                    return seen;
                },
                Fault.MALFORMED);
    }

    @Test
    void echoOfAStrangerInPlaceOfAParty_isWrongCount() {
        assertEcho(seen -> List.of(seen.get(0), seen.get(1), of(new PartyId(4), seen.get(2))), Fault.WRONG_COUNT);
    }

    @Test
    void echoOfPartyZero_isMalformed() {
        var outcomes = network()
                .meddle(Rewriter.ofBytes(
                        Rewriter.sentBy(TWO, 2),
                        message -> new FieldSpan("sender", HEADER + 4, 2).replace(message, Bytes.ofHex("0000"))))
                .run();
        Outcomes.assertBlamed(outcomes, List.of(ONE, THREE), Fault.MALFORMED, TWO);
    }

    @Test
    void countFarAboveTheBytesThatFollow_isMalformed_beforeMemoryIsTaken() {
        var lie = new MessageHeader(ProtocolCode.ECHO, 2, Trial.session("a12"))
                .begin()
                .u16(1)
                .u16(0xffff)
                .toBytes();
        var outcomes = network()
                .meddle(Rewriter.ofBytes(Rewriter.sentBy(TWO, 2), _ -> lie))
                .run();
        Outcomes.assertBlamed(outcomes, List.of(ONE, THREE), Fault.MALFORMED, TWO);

        var huge = new MessageHeader(ProtocolCode.ECHO, 1, Trial.session("a12")).begin();
        huge.u32(Integer.MAX_VALUE).raw(new Writer().u64(0).toBytes());
        var again = network()
                .meddle(Rewriter.ofBytes(Rewriter.sentBy(TWO, 1), _ -> huge.toBytes()))
                .run();
        Outcomes.assertBlamed(again, List.of(ONE, THREE), Fault.MALFORMED, TWO);
    }

    @Test
    void everyFieldOfASignedBroadcast_spoilt_blamesItsSender() {
        var inner = 2 + 1 + 32;
        var spans = List.of(
                new FieldSpan("version", 0, 1),
                new FieldSpan("protocol code", 1, 1),
                new FieldSpan("message code", 2, 1),
                new FieldSpan("length", HEADER, 4),
                new FieldSpan("inner version", HEADER + 4, 1),
                new FieldSpan("inner protocol", HEADER + 5, 1),
                new FieldSpan("inner code", HEADER + 6, 1),
                new FieldSpan("inner session", HEADER + 7, 32),
                new FieldSpan("commitment", HEADER + 4 + inner, 32),
                new FieldSpan("signature", HEADER + 4 + inner + 32, 64));
        assertSwept(Rewriter.sentBy(TWO, 1), spans, 59);
    }

    @Test
    void everyFieldOfAnEcho_spoilt_blamesTheEchoer() {
        var entry = 2 + 32 + 64;
        var spans = List.of(
                new FieldSpan("round", HEADER, 2),
                new FieldSpan("count", HEADER + 2, 2),
                new FieldSpan("sender", HEADER + 4, 2),
                new FieldSpan("digest", HEADER + 6, 32),
                new FieldSpan("signature", HEADER + 38, 64),
                new FieldSpan("last sender", HEADER + 4 + 2 * entry, 2),
                new FieldSpan("last signature", HEADER + 4 + 2 * entry + 34, 64));
        assertSwept(Rewriter.sentBy(TWO, 2), spans, 49);
    }

    /// Whatever was spoilt, honest parties name the sender or, where the message fell out of the round
    /// altogether, miss it.
    private static void assertSwept(Predicate<Parcel> which, List<FieldSpan> spans, int casesMin) {
        var cases = Tampering.sweep(A12Test::network, which, spans, Mutation.all());
        for (var each : cases) {
            for (var honest : List.of(ONE, THREE)) {
                var blame = Outcomes.blameOf(each.outcomes(), honest);
                assertThat(blame.culprits()).as("%s: %s", each, blame).containsExactly(TWO);
                assertThat(blame.fault())
                        .as("%s: %s", each, blame)
                        .isIn(
                                Fault.MALFORMED,
                                Fault.BAD_SIGNATURE,
                                Fault.WRONG_COUNT,
                                Fault.WRONG_MESSAGE_TYPE,
                                Fault.ABSENT);
            }
        }
        assertThat(cases).hasSizeGreaterThanOrEqualTo(casesMin);
    }

    @Test
    void sessionIdSpoilt_isNobodysFault_butTheSenderIsMissed() {
        var cases = Tampering.sweep(
                A12Test::network,
                Rewriter.sentBy(TWO, 1),
                List.of(new FieldSpan("session", 3, 32)),
                Mutation.keepingLength());
        assertThat(cases).hasSize(4);
        for (var each : cases) Outcomes.assertBlamed(each.outcomes(), List.of(ONE, THREE), Fault.ABSENT, TWO);
    }
}

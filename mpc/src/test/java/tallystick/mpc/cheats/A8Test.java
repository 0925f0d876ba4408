package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.echo.EchoMessage;
import tallystick.mpc.echo.SignedStatement;
import tallystick.mpc.kit.CoinToss;
import tallystick.mpc.kit.Equivocator;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Parcel;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// A party that says different things to different peers, and peers who lie about what was said.
@DisplayName("A8 multicast as broadcast")
class A8Test {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);
    private static final PartyId FOUR = new PartyId(4);
    private static final Roll ROLL = Roll.of(Trial.parties(4), 8);

    private final List<CoinToss> tosses = Trial.coinTosses("a8", 4, CoinToss.Trait.ECHOED);
    private final Network<CoinToss.Tossed> network = Network.ofRuns(Trial.echoed(tosses, ROLL));

    private static CoinToss.Say otherwise(CoinToss.Say say) {
        return switch (say) {
            case CoinToss.Say.Commit commit -> new CoinToss.Say.Commit(commit.session(), Trial.digest("other"));
            case CoinToss.Say.Open open ->
                new CoinToss.Say.Open(open.session(), Trial.digest("other").bytes());
            case CoinToss.Say.Whisper whisper -> whisper;
        };
    }

    @Test
    void differentCommitments_nameTheEquivocator_withProof() {
        assertEquivocatorNamed(1, List.of(THREE));
    }

    @Test
    void differentOpenings_nameTheEquivocator_withProof() {
        assertEquivocatorNamed(2, List.of(ONE, THREE));
    }

    private void assertEquivocatorNamed(int round, List<PartyId> victims) {
        network.meddle(Equivocator.signed(tosses.get(1), ROLL.identity(TWO), round, victims, A8Test::otherwise));
        var outcomes = network.run();
        Outcomes.assertBlamed(outcomes, List.of(ONE, THREE, FOUR), Fault.EQUIVOCATION, TWO);
        for (var party : List.of(ONE, THREE, FOUR)) {
            var evidence = Outcomes.blameOf(outcomes, party).evidence();
            assertThat(evidence).hasSize(2);
            var first = SignedStatement.parse(evidence.getFirst()).orThrow();
            var second = SignedStatement.parse(evidence.getLast()).orThrow();
            assertThat(first.provesEquivocationWith(second, ROLL)).isTrue();
            assertThat(first.sender()).isEqualTo(TWO);
            assertThat(first.round()).isEqualTo(round);
        }
        assertThat(tosses).allMatch(toss -> toss.openStates() == 0);
    }

    @Test
    void twoEquivocators_areBothNamed() {
        network.meddle(Equivocator.signed(tosses.get(1), ROLL.identity(TWO), 1, List.of(ONE), A8Test::otherwise));
        network.meddle(Equivocator.signed(tosses.get(2), ROLL.identity(THREE), 1, List.of(ONE), A8Test::otherwise));
        var outcomes = network.run();
        Outcomes.assertBlamed(outcomes, List.of(ONE, FOUR), Fault.EQUIVOCATION, TWO, THREE);
        assertThat(Outcomes.blameOf(outcomes, FOUR).evidence()).hasSize(4);
    }

    @Test
    void alteredBroadcastWithoutNewSignature_blamesWhoSentIt() {
        network.meddle(rewriting(TWO, 1, message -> switch (message) {
            case EchoMessage.Signed<CoinToss.Say> signed -> {
                var other = otherwise(signed.message());
                yield new EchoMessage.Signed<>(signed.session(), other, other.encode(), signed.signature());
            }
            default -> message;
        }));
        Outcomes.assertBlamed(network.run(), List.of(ONE, THREE, FOUR), Fault.BAD_SIGNATURE, TWO);
    }

    @Test
    void plainBroadcastWhereASignedOneIsDue_blamesItsSender() {
        network.meddle(rewriting(TWO, 1, message -> switch (message) {
            case EchoMessage.Signed<CoinToss.Say> signed -> new EchoMessage.Plain<>(signed.message());
            default -> message;
        }));
        Outcomes.assertBlamed(network.run(), List.of(ONE, THREE, FOUR), Fault.WRONG_MESSAGE_TYPE, TWO);
    }

    @Test
    void signedMessageWhereAPlainOneIsDue_blamesItsSender() {
        network.meddle(rewriting(TWO, 5, message -> switch (message) {
            case EchoMessage.Plain<CoinToss.Say>(var say) ->
                new EchoMessage.Signed<>(say.session(), say, say.encode(), Bytes.copyOf(new byte[64]));
            default -> message;
        }));
        Outcomes.assertBlamed(network.run(), List.of(ONE, THREE, FOUR), Fault.WRONG_MESSAGE_TYPE, TWO);
    }

    @Test
    void echoOfWhatNobodySigned_blamesTheEchoer() {
        network.meddle(echoing(
                TWO,
                seen -> new SignedStatement(
                        seen.session(),
                        seen.sender(),
                        seen.round(),
                        seen.sender().equals(ONE) ? Trial.digest("invented") : seen.message(),
                        seen.signature())));
        Outcomes.assertBlamed(network.run(), List.of(ONE, THREE, FOUR), Fault.BAD_SIGNATURE, TWO);
    }

    @Test
    void echoOfTheRightDigestWithASpoiltSignature_blamesTheEchoer() {
        network.meddle(echoing(
                TWO,
                seen -> new SignedStatement(
                        seen.session(),
                        seen.sender(),
                        seen.round(),
                        seen.message(),
                        seen.sender().equals(ONE) ? Bytes.copyOf(new byte[64]) : seen.signature())));
        Outcomes.assertBlamed(network.run(), List.of(ONE, THREE, FOUR), Fault.BAD_SIGNATURE, TWO);
    }

    @Test
    void echoWithSomebodyElsesSignature_blamesTheEchoer_notTheOther() {
        var own = new SignedStatement[1];
        network.meddle(echoing(TWO, seen -> {
            if (own[0] == null)
                own[0] = SignedStatement.sign(ROLL.identity(TWO), seen.session(), TWO, 1, Bytes.ofUtf8("own words"));
            return seen.sender().equals(ONE)
                    ? new SignedStatement(seen.session(), ONE, seen.round(), own[0].message(), own[0].signature())
                    : seen;
        }));
        Outcomes.assertBlamed(network.run(), List.of(ONE, THREE, FOUR), Fault.BAD_SIGNATURE, TWO);
    }

    @Test
    void echoThatLeavesSomebodyOut_blamesTheEchoer() {
        network.meddle(rewriting(TWO, 2, message -> switch (message) {
            case EchoMessage.Echo<CoinToss.Say>(var session, var round, var seen) ->
                new EchoMessage.Echo<>(session, round, seen.subList(1, seen.size()));
            default -> message;
        }));
        Outcomes.assertBlamed(network.run(), List.of(ONE, THREE, FOUR), Fault.WRONG_COUNT, TWO);
    }

    @Test
    void ownKeyThatSignedSomethingElse_namesNobody() {
        var stolen = SignedStatement.sign(ROLL.identity(ONE), Trial.session("a8"), ONE, 1, Bytes.ofUtf8("stolen"));
        network.meddle(echoing(TWO, seen -> seen.sender().equals(ONE) ? stolen : seen));
        var outcomes = network.run();
        Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.ECHO_MISMATCH);
        Outcomes.assertBlamed(outcomes, List.of(THREE, FOUR), Fault.EQUIVOCATION, ONE);
    }

    @Test
    void withoutEcho_theLieIsBelieved_soTheEchoIsWhatCatchesIt() {
        var bare = Trial.coinTosses("a8", 3);
        var lie = Trial.digest("other coin").bytes();
        var commitment = CoinToss.commit(Trial.session("a8"), TWO, lie);
        var deceived = Network.of(bare)
                .meddle(Equivocator.plain(
                        bare.get(1), 1, List.of(THREE), say -> new CoinToss.Say.Commit(say.session(), commitment)))
                .meddle(Equivocator.plain(
                        bare.get(1), 2, List.of(THREE), say -> new CoinToss.Say.Open(say.session(), lie)));
        var outputs = Outcomes.assertFinished(deceived.run());
        assertThat(outputs.get(ONE).coin()).isNotEqualTo(outputs.get(THREE).coin());
    }

    private Meddler echoing(PartyId echoer, UnaryOperator<SignedStatement> alter) {
        return rewriting(echoer, 2, message -> switch (message) {
            case EchoMessage.Echo<CoinToss.Say>(var session, var round, var seen) ->
                new EchoMessage.Echo<>(session, round, seen.stream().map(alter).toList());
            default -> message;
        });
    }

    private Meddler rewriting(PartyId from, int round, UnaryOperator<EchoMessage<CoinToss.Say>> alter) {
        return parcel -> {
            if (!Rewriter.sentBy(from, round).test(parcel)) return List.of(parcel);
            return switch (EchoMessage.parse(tosses.getFirst(), parcel.message())) {
                case Parsed.Ok<EchoMessage<CoinToss.Say>>(var message) ->
                    List.<Parcel>of(parcel.with(alter.apply(message).encode()));
                case Parsed.Malformed<EchoMessage<CoinToss.Say>> malformed -> throw new AssertionError(malformed);
            };
        };
    }
}

package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.frost.FrostSetup;
import tallystick.mpc.frost.FrostSigning;
import tallystick.mpc.frost.SchnorrSignature;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Parcel;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Filing;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;

/// A7 and A11 as FROST meets them: recorded messages come again in a later session, back to their sender, to others,
/// or not at all.
class A7FrostReplayTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);

    @Test
    void messagesOfAnEarlierSession_areIgnored() {
        for (var scheme : FrostTrial.SCHEMES) {
            try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 1)) {
                var setup = FrostTrial.setup(dealt, 1, 2, 3);
                var recorded = record(dealt, setup, 1);
                var later = FrostTrial.network(dealt, setup, 2);
                recorded.forEach(later::inject);
                Outcomes.assertFinished(later.run());
                assertThat(later.filingsOf(ONE)).containsEntry(Filing.OTHER_SESSION, 4);
            }
        }
    }

    @Test
    void messagesReflectedToTheirSender_areIgnored() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var network = FrostTrial.network(dealt, FrostTrial.setup(dealt, 1, 2, 3), 1)
                    .meddle(parcel -> List.of(parcel.to(parcel.from()), parcel));
            Outcomes.assertFinished(network.run());
            assertThat(network.filingsOf(TWO)).containsKey(Filing.REFLECTED);
        }
    }

    @Test
    void messagesOfOne_labelledAsOfAnother_nameTheAuthenticatedSender() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            // Party 3 sends party 2's share as its own.
            var network = FrostTrial.network(dealt, FrostTrial.setup(dealt, 1, 2, 3), 1)
                    .meddle(Meddler.where(
                            parcel -> parcel.round() == 2 && parcel.to().equals(ONE),
                            parcel -> parcel.from().equals(THREE) ? List.of() : List.of(parcel, parcel.from(THREE))));
            Outcomes.assertBlamed(network.run(), List.of(ONE), Fault.BAD_SIGNATURE_SHARE, THREE);
        }
    }

    @Test
    void sharesOfAnEarlierSession_inALaterOne_makeNoSignature() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var setup = FrostTrial.setup(dealt, 1, 2);
            var recorded = record(dealt, setup, 1);
            var network = FrostTrial.network(dealt, setup, 2)
                    .meddle(Meddler.where(
                            parcel -> parcel.from().equals(TWO) && parcel.round() == 2,
                            parcel -> recorded.stream()
                                    .filter(each -> each.from().equals(TWO) && each.round() == 2)
                                    .map(each -> each.with(withSession(each, parcel)))
                                    .toList()));
            // With the later session's header it is well formed; its echo is that of other commitments.
            Outcomes.assertBlamed(network.run(), List.of(ONE), Fault.ECHO_MISMATCH);
        }
    }

    /// Against what is asked of callers: one session id for two tries. What an honest party said in the first, repeated
    /// or late, is good where it is read, and accuses nobody.
    @Test
    void wordsOfAnEarlierTryUnderTheSameSession_nameNobody() {
        for (var scheme : FrostTrial.SCHEMES) {
            for (var round = 1; round <= 2; round++) {
                try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 1)) {
                    var setup = FrostTrial.setup(dealt, 1, 2);
                    var first = sameSession(dealt, setup, 1);
                    Outcomes.assertFinished(first.run());
                    var of = round;
                    var late = first.sent().stream()
                            .filter(parcel -> parcel.from().equals(TWO) && parcel.round() == of)
                            .toList();
                    assertThat(late).hasSize(1);
                    var again = sameSession(dealt, setup, 2);
                    late.forEach(again::inject);
                    Outcomes.assertBlamed(again.run(), List.of(ONE), Fault.ECHO_MISMATCH);
                }
            }
        }
    }

    private static Network<List<SchnorrSignature>> sameSession(DealtKey dealt, FrostSetup setup, long seed) {
        return Network.of(
                setup.set().parties(),
                party -> FrostSigning.drawing(
                        setup.session(FrostTrial.fresh(setup.set().parties(), 7), party),
                        FrostTrial.admitted(dealt.share(party), setup),
                        new SeededEntropy(1000 * seed + party.value()),
                        dealt.home()));
    }

    @Test
    void partyThatStops_atAnyMessage_isAbsentAndAnotherSetSigns() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_ED25519, 1)) {
            for (var round = 1; round <= 2; round++) {
                var stopped = round;
                var lent = dealt.home().lentBytes();
                var network = FrostTrial.network(dealt, FrostTrial.setup(dealt, 1, 2, 3), round)
                        .meddle(Meddler.where(
                                parcel -> parcel.from().equals(THREE) && parcel.round() >= stopped,
                                silenced -> List.of()));
                Outcomes.assertBlamed(network.run(), List.of(ONE, TWO), Fault.ABSENT, THREE);
                assertThat(dealt.home().lentBytes()).as("nonces left open").isEqualTo(lent);
            }
            Outcomes.assertFinished(
                    FrostTrial.network(dealt, FrostTrial.setup(dealt, 1, 2), 3).run());
        }
    }

    @Test
    void messageOfTheOtherRound_namesItsSender() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var setup = FrostTrial.setup(dealt, 1, 2);
            var one = FrostTrial.signer(dealt, setup, ONE, 1);
            var recorded = record(dealt, setup, 1);
            var share = recorded.stream()
                    .filter(each -> each.from().equals(TWO) && each.round() == 2)
                    .findFirst()
                    .orElseThrow();
            var commit = recorded.stream()
                    .filter(each -> each.from().equals(TWO) && each.round() == 1)
                    .findFirst()
                    .orElseThrow();
            var first = FrostSteps.awaiting(one.start());
            FrostSteps.assertAborted(
                    one.advance(
                            first.state(),
                            FrostSteps.inbox(TWO, one.parse(share.message()).orThrow())),
                    Fault.WRONG_MESSAGE_TYPE,
                    TWO);
            var again = FrostTrial.signer(dealt, setup, ONE, 1);
            var begun = FrostSteps.awaiting(again.start());
            var good = FrostSteps.inbox(TWO, again.parse(commit.message()).orThrow());
            var second = FrostSteps.awaiting(again.advance(begun.state(), good));
            FrostSteps.assertAborted(again.advance(second.state(), good), Fault.WRONG_MESSAGE_TYPE, TWO);
        }
    }

    private static List<Parcel> record(DealtKey dealt, FrostSetup setup, long seed) {
        var network = FrostTrial.network(dealt, setup, seed);
        List<SchnorrSignature> signatures =
                Outcomes.assertFinished(network.run()).firstEntry().getValue();
        assertThat(signatures).hasSize(1);
        return network.sent();
    }

    private static Bytes withSession(Parcel recorded, Parcel current) {
        return Bytes.concat(
                current.message().slice(0, MessageHeader.LENGTH_BYTES),
                recorded.message()
                        .slice(MessageHeader.LENGTH_BYTES, recorded.message().length()));
    }
}

package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.ceremony.CeremonyMessage;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.Opening;
import tallystick.mpc.ceremony.SignedValue;
import tallystick.mpc.ceremony.ValueEvidence;
import tallystick.mpc.ceremony.ValueStatement;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// A helper gives another helper a wrong piece, or the lost party a wrong sum.
@DisplayName("C7 repair gives a wrong share silently")
class C7Test {
    private static final PartyId LOST = new PartyId(4);
    private static final PartyId HELPER = new PartyId(1);
    private static final PartyId CHEATER = new PartyId(2);

    @Test
    void wrongPiece_isEvidenceAgainstItsHelper() {
        for (var scheme : Scheme.values())
            try (var dealt = DealtKey.deal("3 of (a, b, c, lost*2)", scheme, 1)) {
                var trial = repair(dealt);
                var one = dealt.key().group().scalar(1);
                var outcomes = trial.network()
                        .meddle(new CheatingDealer(trial, CHEATER).addsToValues(HELPER, one, trial.openingOf(CHEATER)))
                        .run();
                Outcomes.assertBlamed(outcomes, List.of(HELPER), Fault.BAD_EVALUATION, CHEATER);
                Outcomes.assertBlamed(outcomes, List.of(LOST), Fault.ABSENT, HELPER);
                assertGuilty(trial, Outcomes.blameOf(outcomes, HELPER).evidence());
            }
    }

    @Test
    void wrongSum_isEvidenceAgainstItsHelper() {
        for (var scheme : Scheme.values())
            try (var dealt = DealtKey.deal("3 of (a, b, c, lost*2)", scheme, 1)) {
                var trial = repair(dealt);
                var outcomes = trial.network()
                        .meddle(sums(trial, dealt.key().group().scalar(-1)))
                        .run();
                Outcomes.assertBlamed(outcomes, List.of(LOST), Fault.BAD_EVALUATION, CHEATER);
                Outcomes.assertBlamed(outcomes, Outcomes.honest(trial.plan().parties(), LOST), Fault.ABSENT, LOST);
                assertGuilty(trial, Outcomes.blameOf(outcomes, LOST).evidence());
            }
    }

    @Test
    void openingsOfARepair_areJudgedLikeADealing() {
        try (var dealt = DealtKey.deal("3 of (a, b, c, lost*2)", Scheme.FROST_BIP340, 1)) {
            var trial = repair(dealt);
            var honest = trial.openingOf(CHEATER);
            var dealer = new CheatingDealer(trial, CHEATER);
            var lostLeaf = dealt.key().tree().leavesOf(LOST).getFirst().id().value();
            assertOpening(trial, CheatingDealer.row(honest, 0, _ -> List.of()), Fault.WRONG_COUNT);
            assertOpening(
                    trial,
                    CheatingDealer.constants(honest, List.of(dealer.known(3, lostLeaf, 1))),
                    Fault.WRONG_CONSTANT);
            assertOpening(trial, CheatingDealer.row(honest, 0, List::reversed), Fault.BAD_PROOF);
            assertOpening(
                    trial, CheatingDealer.row(honest, 0, _ -> honest.rows().get(1)), Fault.BAD_PROOF);
        }
    }

    @Test
    void unsignedOrMisplacedValues_nameTheHelper() {
        try (var dealt = DealtKey.deal("3 of (a, b, c, lost*2)", Scheme.FROST_ED25519, 1)) {
            var trial = repair(dealt);
            var dealer = new CheatingDealer(trial, CHEATER);
            for (var kind : List.of("pieces", "sums")) {
                var victim = kind.equals("pieces") ? HELPER : LOST;
                var unsigned = trial.network()
                        .meddle(changing(
                                dealer,
                                kind,
                                value -> new SignedValue(
                                        value.leaf(), value.value(), CheatingDealer.flip(value.signature(), 1))))
                        .run();
                Outcomes.assertBlamed(unsigned, List.of(victim), Fault.BAD_SIGNATURE, CHEATER);
                var misplaced = trial.network()
                        .meddle(changing(
                                dealer,
                                kind,
                                value -> new SignedValue(CheatingDealer.leaf(0), value.value(), value.signature())))
                        .run();
                Outcomes.assertBlamed(misplaced, List.of(victim), Fault.WRONG_COUNT, CHEATER);
            }
        }
    }

    @Test
    void otherKindOfMessage_inTheLastRound_namesItsSender() {
        try (var dealt = DealtKey.deal("3 of (a, b, c, lost*2)", Scheme.FROST_ED25519, 1)) {
            var trial = repair(dealt);
            var agree = new CeremonyMessage.Agree(trial.plan().sessionId(), TrialCeremony.digest("result", 1));
            var directly = trial.network()
                    .meddle(Meddler.where(
                            parcel -> parcel.from().equals(CHEATER) && parcel.round() == 4 && !parcel.broadcast(),
                            parcel -> List.of(parcel.with(agree.encode()))))
                    .run();
            Outcomes.assertBlamed(directly, List.of(LOST), Fault.WRONG_MESSAGE_TYPE, CHEATER);
            var sums = new CeremonyMessage.Sums(trial.plan().sessionId(), List.of());
            var toAll = trial.network()
                    .meddle(Meddler.where(
                            parcel -> parcel.from().equals(CHEATER) && parcel.round() == 4 && parcel.broadcast(),
                            parcel -> List.of(parcel.with(sums.encode()))))
                    .run();
            Outcomes.assertBlamed(toAll, List.of(LOST), Fault.WRONG_MESSAGE_TYPE, CHEATER);
        }
    }

    @Test
    void anotherResult_namesWhoeverClaimsIt() {
        try (var dealt = DealtKey.deal("3 of (a, b, c, lost*2)", Scheme.FROST_ED25519, 1)) {
            var trial = repair(dealt);
            var outcomes = trial.network()
                    .meddle(new CheatingDealer(trial, CHEATER)
                            .says(
                                    CeremonyMessage.Agree.class,
                                    agree -> new CeremonyMessage.Agree(
                                            agree.session(), TrialCeremony.digest("other", 1))))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(LOST), Fault.RESULT_MISMATCH, CHEATER);
        }
    }

    private static Meddler sums(TrialCeremony trial, Scalar delta) {
        var dealer = new CheatingDealer(trial, CHEATER);
        var transcript = trial.run().get(LOST).transcript();
        return changing(
                dealer,
                "sums",
                value -> dealer.sign(
                        new ValueStatement(
                                ValueStatement.Step.SUM,
                                trial.plan().sessionId(),
                                CHEATER,
                                LOST,
                                value.leaf(),
                                transcript),
                        value.value().plus(delta)));
    }

    private static Meddler changing(CheatingDealer dealer, String kind, UnaryOperator<SignedValue> change) {
        return kind.equals("pieces")
                ? dealer.says(
                        CeremonyMessage.Values.class,
                        values -> new CeremonyMessage.Values(
                                values.session(),
                                values.values().stream().map(change).toList()))
                : dealer.says(
                        CeremonyMessage.Sums.class,
                        sums -> new CeremonyMessage.Sums(
                                sums.session(),
                                sums.values().stream().map(change).toList()));
    }

    private static void assertOpening(TrialCeremony trial, Opening changed, Fault fault) {
        var outcomes = trial.network().meddle(trial.opens(CHEATER, changed)).run();
        Outcomes.assertBlamed(outcomes, Outcomes.honest(trial.plan().parties(), CHEATER), fault, CHEATER);
    }

    private static void assertGuilty(TrialCeremony trial, List<Bytes> evidence) {
        assertThat(evidence).as("one for each lost leaf").hasSize(2);
        for (var each : evidence)
            assertThat(ValueEvidence.parse(each, trial.plan()).orThrow().judge(trial.roll()))
                    .isEqualTo(new ValueEvidence.Verdict.Guilty(CHEATER));
    }

    private static TrialCeremony repair(DealtKey dealt) {
        var helpers = List.of(HELPER, CHEATER, new PartyId(3));
        return TrialCeremony.of(
                CeremonyPlan.repair(dealt.key(), LOST, helpers, TrialCeremony.terms(1)),
                TrialKeys.shares(dealt),
                dealt.home(),
                2);
    }
}

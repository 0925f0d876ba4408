package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.Ceremony;
import tallystick.mpc.ceremony.CeremonyMessage;
import tallystick.mpc.ceremony.Opening;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.Equivocator;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// A dealer gives different peers different contributions, so that they would derive different chain codes.
@DisplayName("B7 chain code disagreement")
class B7Test {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId CHEATER = new PartyId(3);

    @Test
    void differentCommitments_areEquivocation() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_BIP340, home, 1);
            var other = otherContribution(trial);
            var cheater = new Ceremony(trial.plan(), trial.party(CHEATER));
            var outcomes = trial.echoed()
                    .meddle(Equivocator.signed(
                            cheater,
                            trial.identity(CHEATER),
                            1,
                            List.of(TWO),
                            _ -> new CeremonyMessage.Commit(
                                    trial.plan().sessionId(),
                                    other.commitment(trial.plan().sessionId(), CHEATER))))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.EQUIVOCATION, CHEATER);
        }
    }

    @Test
    void sameCommitmentButDifferentOpenings_failForWhoeverGotTheOther() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_BIP340, home, 1);
            var other = otherContribution(trial);
            var toTwo = Meddler.where(
                    parcel -> parcel.to().equals(TWO),
                    new CheatingDealer(trial, CHEATER)
                            .says(CeremonyMessage.Open.class, open -> new CeremonyMessage.Open(open.session(), other)));
            var outcomes = trial.network().meddle(toTwo).run();
            Outcomes.assertBlamed(outcomes, List.of(TWO), Fault.BAD_OPENING, CHEATER);
            Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.ABSENT, TWO);
        }
    }

    /// Without the echo the split view goes as far as the comparison of results, and no further.
    @Test
    void splitView_withoutEcho_isFoundWhenResultsAreCompared() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_BIP340, home, 1);
            var split =
                    Meddler.where(parcel -> parcel.to().equals(TWO), trial.opens(CHEATER, otherContribution(trial)));
            var resigned = Meddler.where(
                    parcel -> parcel.to().equals(TWO),
                    new CheatingDealer(trial, CHEATER)
                            .addsToValues(TWO, trial.plan().group().scalar(0), otherContribution(trial)));
            var outcomes = trial.network().meddle(split).meddle(resigned).run();
            Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.RESULT_MISMATCH, TWO);
            Outcomes.assertBlamed(outcomes, List.of(TWO), Fault.RESULT_MISMATCH, ONE, CHEATER);
            assertThat(home.lentBytes()).as("secrets left open").isZero();
        }
    }

    @Test
    void anotherResult_namesWhoeverClaimsIt() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 1);
            var outcomes = trial.network()
                    .meddle(new CheatingDealer(trial, CHEATER)
                            .says(
                                    CeremonyMessage.Agree.class,
                                    agree -> new CeremonyMessage.Agree(
                                            agree.session(), TrialCeremony.digest("other", 1))))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.RESULT_MISMATCH, CHEATER);
        }
    }

    @Test
    void chainCode_changesWithEveryContribution() {
        try (var home = SecretMemory.open()) {
            var first = TrialCeremony.generate("2 of (a, b)", Scheme.FROST_ED25519, home, 1);
            var second = TrialCeremony.generate("2 of (a, b)", Scheme.FROST_ED25519, home, 2);
            assertThat(first.run().get(ONE).key().chainCode())
                    .isNotEqualTo(second.run().get(ONE).key().chainCode());
        }
    }

    private static Opening otherContribution(TrialCeremony trial) {
        var honest = trial.openingOf(CHEATER);
        return new Opening(honest.constants(), honest.rows(), TrialCeremony.digest("other", 1));
    }
}

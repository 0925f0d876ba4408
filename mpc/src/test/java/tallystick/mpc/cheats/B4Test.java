package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.CeremonyMessage;
import tallystick.mpc.ceremony.Opening;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// The last to speak has seen all others and chooses again, to bias the key or the chain code.
@DisplayName("B4 key bias by the last mover")
class B4Test {
    private static final PartyId LAST = new PartyId(3);

    @Test
    void goodDealingChosenAfterCommitting_fitsNotItsCommitment() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, home, 1);
            var dealer = new CheatingDealer(trial, LAST);
            var honest = trial.openingOf(LAST);
            for (var secret = 2; secret < 6; secret++) {
                var ground = CheatingDealer.constants(honest, List.of(dealer.known(secret, 0, 0)));
                var outcomes = trial.network()
                        .meddle(dealer.says(
                                CeremonyMessage.Open.class, open -> new CeremonyMessage.Open(open.session(), ground)))
                        .run();
                Outcomes.assertBlamed(outcomes, List.of(new PartyId(1), new PartyId(2)), Fault.BAD_OPENING, LAST);
            }
        }
    }

    @Test
    void contributionChosenAfterCommitting_fitsNotItsCommitment() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 1);
            var honest = trial.openingOf(LAST);
            var other = new Opening(honest.constants(), honest.rows(), TrialCeremony.digest("ground", 1));
            var outcomes = trial.network()
                    .meddle(new CheatingDealer(trial, LAST)
                            .says(CeremonyMessage.Open.class, open -> new CeremonyMessage.Open(open.session(), other)))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(new PartyId(1), new PartyId(2)), Fault.BAD_OPENING, LAST);
        }
    }

    /// Before anybody opens, everybody has committed: no opening is in flight while a commitment is still due.
    @Test
    void openings_areSentOnlyAfterAllCommitments() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 1);
            var network = trial.network().meddle(parcel -> parcel.from().equals(LAST) ? List.of() : List.of(parcel));
            Outcomes.assertBlamed(network.run(), List.of(new PartyId(1), new PartyId(2)), Fault.ABSENT, LAST);
            assertThat(network.sent())
                    .filteredOn(parcel -> !parcel.from().equals(LAST))
                    .hasSize(4)
                    .allMatch(parcel -> parcel.round() == 1);
        }
    }
}

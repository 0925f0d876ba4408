package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.CeremonyMessage;
import tallystick.mpc.ceremony.Opening;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// A commitment is opened to something of another shape, with fields moved, or with too little chance in it.
@DisplayName("A10 malleable commitments")
class A10CeremonyTest {
    private static final PartyId CHEATER = new PartyId(2);

    @Test
    void openingOfAnotherShapeOrOrder_fitsNotItsCommitment() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("all(a, b, all(c, d))", Scheme.FROST_BIP340, home, 1);
            var honest = trial.openingOf(CHEATER);
            var row = honest.rows().getFirst();
            var flat = new ArrayList<>(row);
            flat.addAll(honest.rows().get(1));
            var others = List.of(
                    new Opening(honest.constants(), honest.rows().reversed(), honest.contribution()),
                    new Opening(honest.constants(), List.of(flat, List.of()), honest.contribution()),
                    new Opening(honest.constants(), List.of(flat), honest.contribution()),
                    new Opening(List.of(), honest.rows(), honest.contribution()),
                    CheatingDealer.row(honest, 0, List::reversed),
                    new Opening(honest.constants(), honest.rows(), TrialCeremony.digest("other", 1)));
            for (var other : others) {
                var outcomes = trial.network().meddle(opening(trial, other)).run();
                Outcomes.assertBlamed(
                        outcomes, Outcomes.honest(trial.plan().parties(), CHEATER), Fault.BAD_OPENING, CHEATER);
            }
            assertThat(others).hasSize(6);
        }
    }

    @Test
    void contributionOfAnotherLength_isMalformed() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 1);
            var dealer = new CheatingDealer(trial, CHEATER);
            for (var end : List.of(-32, -1)) {
                var shorter = trial.network()
                        .meddle(dealer.sends(2, bytes -> bytes.slice(0, bytes.length() + end)))
                        .run();
                Outcomes.assertBlamed(
                        shorter, Outcomes.honest(trial.plan().parties(), CHEATER), Fault.MALFORMED, CHEATER);
            }
            var longer = trial.network()
                    .meddle(dealer.sends(2, bytes -> Bytes.concat(bytes, Bytes.copyOf((byte) 0))))
                    .run();
            Outcomes.assertBlamed(longer, Outcomes.honest(trial.plan().parties(), CHEATER), Fault.MALFORMED, CHEATER);
        }
    }

    @Test
    void commitment_bindsSessionDealerAndEveryByte() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 1);
            var opening = trial.openingOf(CHEATER);
            var id = trial.plan().sessionId();
            var commitment = opening.commitment(id, CHEATER);
            assertThat(opening.commitment(id, new PartyId(1))).isNotEqualTo(commitment);
            var other = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 2)
                    .plan();
            assertThat(opening.commitment(other.sessionId(), CHEATER)).isNotEqualTo(commitment);
        }
    }

    private static Meddler opening(TrialCeremony trial, Opening other) {
        return new CheatingDealer(trial, CHEATER)
                .says(CeremonyMessage.Open.class, open -> new CeremonyMessage.Open(open.session(), other));
    }
}

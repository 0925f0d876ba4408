package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.CoefficientProof;
import tallystick.mpc.ceremony.CoefficientProof.Place;
import tallystick.mpc.ceremony.Opening;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// A3: a proof of knowledge is moved to another place. Each part of the place is in the challenge.
class A3CeremonyTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    @Test
    void proof_withAnyPartOfItsPlaceChanged_failsToVerify() {
        var refused = 0;
        for (var curve : Curve.values())
            try (var home = SecretMemory.open()) {
                var group = curve.group();
                var session = new SessionId(TrialCeremony.digest("session", 1));
                var place = new Place(session, ONE, 3, 2);
                try (var secret = group.randomSecret(DealtKey.entropy(5), home)) {
                    var point = secret.timesGenerator().orThrow("random");
                    var proof = CoefficientProof.prove(place, secret, point, DealtKey.entropy(6), home);
                    assertThat(proof.verifies(place, point)).isTrue();
                    var others = List.of(
                            new Place(new SessionId(TrialCeremony.digest("session", 2)), ONE, 3, 2),
                            new Place(session, TWO, 3, 2),
                            new Place(session, ONE, 2, 2),
                            new Place(session, ONE, 3, 3),
                            new Place(session, ONE, 2, 3));
                    for (var other : others) {
                        assertThat(proof.verifies(other, point)).as("%s", other).isFalse();
                        refused++;
                    }
                    assertThat(proof.verifies(place, group.generator())).isFalse();
                    assertThat(proof.verifies(place, point.negate())).isFalse();
                    var one = group.scalar(1);
                    assertThat(new CoefficientProof(
                                            proof.nonce(), proof.response().plus(one))
                                    .verifies(place, point))
                            .isFalse();
                    assertThat(new CoefficientProof(proof.nonce().negate(), proof.response()).verifies(place, point))
                            .isFalse();
                }
                assertThat(home.lentBytes()).isZero();
            }
        assertThat(refused).isEqualTo(10);
    }

    @Test
    void proofs_overSameSecret_haveFreshNonces() {
        try (var home = SecretMemory.open()) {
            var group = Curve.SECP256K1.group();
            var place = new Place(new SessionId(TrialCeremony.digest("session", 1)), ONE, 0, 0);
            var entropy = DealtKey.entropy(5);
            try (var secret = group.randomSecret(entropy, home)) {
                var point = secret.timesGenerator().orThrow("random");
                var first = CoefficientProof.prove(place, secret, point, entropy, home);
                var second = CoefficientProof.prove(place, secret, point, entropy, home);
                assertThat(first.nonce()).isNotEqualTo(second.nonce());
            }
        }
    }

    @Test
    void proof_ofAnotherDealerGateOrIndex_namesTheDealer() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("3 of (a, b, 3 of (c, d, e))", Scheme.FROST_BIP340, home, 1);
            var honest = trial.openingOf(TWO);
            var another = trial.openingOf(ONE);
            var cases = List.of(
                    CheatingDealer.constants(honest, another.constants()),
                    CheatingDealer.row(honest, 0, _ -> another.rows().getFirst()),
                    CheatingDealer.row(honest, 0, _ -> honest.rows().get(1)),
                    CheatingDealer.row(honest, 0, row -> List.of(row.get(1), row.get(0))),
                    CheatingDealer.row(honest, 1, row -> List.of(row.get(0), row.get(0))));
            for (var changed : cases) assertBadProof(trial, changed);
            assertThat(cases).hasSize(5);
        }
    }

    @Test
    void proof_ofAnEarlierSession_namesTheDealer() {
        try (var home = SecretMemory.open()) {
            var first = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 1);
            var before = TrialCeremony.shares(first.run());
            var opening = first.openingOf(TWO);
            var base = before.firstEntry().getValue().key();
            var refresh = TrialCeremony.of(CeremonyPlan.refresh(base, TrialCeremony.terms(1)), before, home, 2);
            assertBadProof(refresh, CheatingDealer.constants(opening, List.of()));
            assertBadProof(TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 3), opening);
        }
    }

    private static void assertBadProof(TrialCeremony trial, Opening changed) {
        var outcomes = trial.network().meddle(trial.opens(TWO, changed)).run();
        Outcomes.assertBlamed(outcomes, Outcomes.honest(trial.plan().parties(), TWO), Fault.BAD_PROOF, TWO);
    }
}

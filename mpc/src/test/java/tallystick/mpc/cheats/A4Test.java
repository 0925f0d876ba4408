package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.CoefficientProof;
import tallystick.mpc.ceremony.CoefficientProof.Place;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// A4, proofs in many short rounds that can be searched for, or that name no prover. None of that kind is used: each
/// proof is one Schnorr proof with a challenge of the order's full length, and these are the three things a forger of
/// short rounds does.
class A4Test {
    private static final int TRIES = 200;
    private static final Place PLACE =
            new Place(new SessionId(TrialCeremony.digest("session", 4)), new PartyId(1), 0, 0);

    private interface Case {
        void run(Curve curve, SecretMemory home);
    }

    private static void onEveryCurve(Case each) {
        var curves = 0;
        for (var curve : List.of(Curve.SECP256K1, Curve.ED25519))
            try (var home = SecretMemory.open()) {
                each.run(curve, home);
                curves++;
            }
        assertThat(curves).isEqualTo(Curve.values().length);
    }

    @Test
    void challengeGuessedFirst_isNeverTheRightOne() {
        onEveryCurve((curve, _) -> {
            var group = curve.group();
            var point = group.generator().plus(group.generator()).orThrow("2·G");
            for (var guess = 1; guess <= TRIES; guess++) {
                // R = z·G - e·P fits the equation for the guessed e only.
                var response = group.scalar(1000L + guess);
                var nonce = response.timesGenerator()
                        .plus(point.times(group.scalar(guess)).negate())
                        .orThrow("not the identity");
                assertThat(new CoefficientProof(nonce, response).verifies(PLACE, point))
                        .isFalse();
            }
        });
    }

    @Test
    void proofShiftedByAKnownNumber_isNoProof() {
        onEveryCurve((curve, home) -> {
            var group = curve.group();
            try (var secret = group.randomSecret(DealtKey.entropy(1), home)) {
                var point = secret.timesGenerator().orThrow("random");
                var proof = CoefficientProof.prove(PLACE, secret, point, DealtKey.entropy(2), home);
                assertThat(proof.verifies(PLACE, point)).isTrue();
                for (var shift = 1; shift <= TRIES; shift++) {
                    var by = group.scalar(shift);
                    var nonce = proof.nonce().plus(by.timesGenerator()).orThrow("not the identity");
                    assertThat(new CoefficientProof(nonce, proof.response().plus(by)).verifies(PLACE, point))
                            .isFalse();
                }
            }
        });
    }

    @Test
    void proof_isOneResponse_andFitsOneProver() {
        onEveryCurve((curve, home) -> {
            var group = curve.group();
            try (var secret = group.randomSecret(DealtKey.entropy(1), home)) {
                var point = secret.timesGenerator().orThrow("random");
                var proof = CoefficientProof.prove(PLACE, secret, point, DealtKey.entropy(2), home);
                var length = new Writer()
                        .raw(proof.nonce().encode())
                        .raw(proof.response().encode())
                        .toBytes()
                        .length();
                assertThat(length).isEqualTo(curve == Curve.SECP256K1 ? 65 : 64);
                for (var other = 2; other <= TRIES; other++) {
                    var place = new Place(PLACE.session(), new PartyId(other), PLACE.row(), PLACE.index());
                    assertThat(proof.verifies(place, point)).isFalse();
                }
            }
        });
    }
}

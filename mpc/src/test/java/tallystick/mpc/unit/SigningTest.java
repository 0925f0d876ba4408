package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.EcdsaVerify;
import tallystick.mpc.kit.SigningWorld;

/// Threshold ECDSA signing, `docs/spec/signing.md`.
class SigningTest {
    @Test
    void twoOfThree_sign_aSignatureOfTheKey() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 1).prepareNonces(4)) {
            var terms = world.terms(1, 1, 3);
            var results = world.sign(terms);
            assertThat(new HashSet<>(results.values())).hasSize(1);
            var signature = results.firstEntry().getValue().signatures().getFirst();
            assertThat(EcdsaVerify.verify(world.key().key().point(), SigningWorld.digest(0), signature.fixed()))
                    .isTrue();
            assertThat(signature.recover(SigningWorld.digest(0)))
                    .contains(world.key().key().point());
        }
    }
}

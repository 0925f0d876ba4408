package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.ProtocolCode;

/// D19, base OT run again for every signature. It costs time and not safety; here agreeing and signing speak no word of
/// base OT, whatever the number of signatures.
class D19Test {
    @Test
    void signing_speaksNoBaseOt() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 19).prepareNonces(4)) {
            for (var count = 1; count <= 2; count++) {
                var agreeing = world.agreeing(world.terms(count, 1, 2, 3));
                var agreed = Outcomes.assertFinished(agreeing.run());
                var signing = SigningWorld.signing(agreed);
                Outcomes.assertFinished(signing.run());
                Set<Integer> spoken = new HashSet<>();
                for (var parcel : agreeing.sent()) spoken.add(parcel.message().at(1));
                for (var parcel : signing.sent()) spoken.add(parcel.message().at(1));
                assertThat(spoken).isNotEmpty().doesNotContain(ProtocolCode.BASE_OT.code());
            }
        }
    }
}

package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;

/// [StoppedSetupsTest], for long.
class ThousandStoppedSetupsTest extends StoppingWorld {
    @Test
    void pools_afterAThousandSetUpsThatStopped_areFilledAndSign() {
        var held = world.openSecretBytes();
        for (var i = 0; i < 1000; i++) {
            fill();
            world.prepareNonces(1);
            var stops = List.<Consumer<SigningTerms>>of(this::mute, this::differing, this::unknown);
            stops.get(i % stops.size()).accept(world.terms(1, 1, 2, 3));
        }
        fill();
        assertThat(world.openSecretBytes()).as("nothing of them is left").isEqualTo(held);
        var agreed = Outcomes.assertFinished(
                agreeing(world.prepareNonces(1).terms(1, 1, 2, 3)).run());
        Outcomes.assertFinished(SigningWorld.signing(agreed).run());
    }
}

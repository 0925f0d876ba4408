package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.mpc.kit.Choices;
import tallystick.mpc.kit.Order;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;

/// What a party says depends on what it hears and not on when others hear theirs, so all orders in which one party at a
/// time can hear its messages are all there is.
@DisplayName("Signing, every order of messages, docs/spec/signing.md §4")
class SigningOrderTest {
    @Test
    void threeParties_everyOrderOneOfThemCanHear_giveOneSignature() {
        var orders = 0;
        try (var world = SigningWorld.of("2 of (a, b, c)", 14).prepareNonces(72)) {
            for (var listener : world.parties()) {
                var choices = new Choices();
                while (choices.another()) {
                    Order order = inFlight -> {
                        for (var i = 0; i < inFlight.size(); i++)
                            if (!inFlight.get(i).to().equals(listener)) return i;
                        return choices.pick(inFlight.size());
                    };
                    var network = world.signing(world.terms(1, 1, 2, 3)).order(order);
                    var results = Outcomes.assertFinished(network.run());
                    assertThat(new HashSet<>(results.values())).hasSize(1);
                    orders++;
                }
            }
        }
        assertThat(orders).isEqualTo(3 * 24);
    }
}

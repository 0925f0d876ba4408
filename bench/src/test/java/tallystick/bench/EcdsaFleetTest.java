package tallystick.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The parties that are measured")
class EcdsaFleetTest {
    /// Trees in which somebody is in every set want a backup of that party. Ten parties take too long here.
    @Test
    void everyTreeThatIsMeasured_generatesAKeyAndSigns() {
        for (var each :
                Main.scaled().stream().filter(tree -> tree.signers() <= 3).toList())
            assertThatCode(() -> sign(each)).as(each.tree()).doesNotThrowAnyException();
    }

    /// The message before the signature, and the shares.
    @Test
    void onlinePart_takesTwoRounds_andGenerationThoseOfCeremonyEchoAndPairs() {
        var made = new Bout();
        try (var fleet = new EcdsaFleet("2 of (a, b)", made)) {
            assertThat(made.rounds()).isEqualTo(5 + 4);
            var set = fleet.set(2);
            fleet.stock(set, new Bout());
            var agreed = fleet.agree(set, 1, new Bout());
            var online = new Bout();
            fleet.sign(agreed, online);
            assertThat(online.rounds()).isEqualTo(2);
            assertThat(online.bytes()).isPositive();
        }
    }

    private static void sign(Main.Scaled scaled) {
        var bout = new Bout();
        try (var fleet = new EcdsaFleet(scaled.tree(), bout)) {
            var set = fleet.set(scaled.signers());
            fleet.stock(set, bout);
            fleet.sign(fleet.agree(set, 1, bout), bout);
        }
    }
}

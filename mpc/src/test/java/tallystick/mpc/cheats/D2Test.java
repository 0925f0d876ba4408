package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.VoleLab;
import tallystick.mpc.ecdsa.VoleLab.Verdict;

/// D2, a consistency check weaker than its proof: a receiver that cheats in h columns passes with 2^-h and not more.
class D2Test {
    @Test
    void cheatInSeveralColumns_passesWithTwoToTheMinusColumns() {
        var tries = 400;
        for (var columns = 1; columns <= 4; columns++) {
            var passed = 0;
            try (var lab = new VoleLab(100 + columns, 8, 1)) {
                for (var i = 0; i < tries; i++) if (lab.betOnDelta(columns) == Verdict.ACCEPTED) passed++;
            }
            var expected = tries * Math.pow(2, -columns);
            var deviation = Math.sqrt(expected * (1 - Math.pow(2, -columns)));
            assertThat((double) passed)
                    .as("%d columns, seed %d", columns, 100 + columns)
                    .isBetween(expected - 5 * deviation, expected + 5 * deviation);
        }
    }

    @Test
    void cheatInManyColumns_neverPasses() {
        var refused = 0;
        try (var lab = new VoleLab(7, 8, 1)) {
            for (var i = 0; i < 50; i++) if (lab.betOnDelta(40) == Verdict.EXTENSION_REFUSED) refused++;
        }
        assertThat(refused).isEqualTo(50);
    }

    @Test
    void noCheat_alwaysPasses() {
        try (var lab = new VoleLab(8, 8, 1)) {
            for (var i = 0; i < 50; i++) assertThat(lab.betOnDelta(0)).isEqualTo(Verdict.ACCEPTED);
        }
    }
}

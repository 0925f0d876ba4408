package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.derive.DerivationPath;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;

/// E7: the tweak is added once, whichever parties sign and whichever of them is the lowest.
class E7Test {
    @Test
    void child_signs_whicheverSetSigns() {
        try (var world =
                SigningWorld.of("2 of (a, 1 of (b, c), 2 of (d, e))", 7).prepareNonces(40)) {
            var sets = SigningWorld.qualifiedSets(world.key());
            var tweak = SigningWorld.tweak(world.key(), 3);
            for (var set : sets) {
                var ids = set.stream().mapToInt(party -> party.value()).toArray();
                var terms = world.terms(tweak, 1, ids);
                var results = world.sign(terms);
                for (var result : results.values()) {
                    assertThat(result.signingKey()).isEqualTo(world.signingKey(terms));
                    assertThat(result.signingKey())
                            .isNotEqualTo(world.key().key().point());
                    assertThat(result.signatures().getFirst().recover(SigningWorld.digest(0)))
                            .as("signed by %s", set)
                            .contains(world.signingKey(terms));
                }
            }
            assertThat(sets).hasSizeGreaterThan(3);
        }
    }

    @Test
    void severalPaths_inOneWorld_signAsTheirOwnChildren() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 7).prepareNonces(6)) {
            for (var step = 1; step <= 3; step++) {
                var terms = world.terms(SigningWorld.tweak(world.key(), step), 1, 2, 3);
                var signature =
                        world.sign(terms).firstEntry().getValue().signatures().getFirst();
                assertThat(signature.verifies(world.signingKey(terms), SigningWorld.digest(0)))
                        .isTrue();
                assertThat(signature.verifies(world.key().key().point(), SigningWorld.digest(0)))
                        .isFalse();
            }
        }
    }

    @Test
    void tweakAddedByAnotherPartyToo_failsTheSumOfTheKeySharePoints() {
        try (var world = SigningWorld.of("2 of (a, b)", 7).prepareNonces(1)) {
            var tweak = SigningWorld.tweak(world.key(), 3);
            var agreed = world.agree(world.terms(tweak, 1, 1, 2));
            var outcomes = SigningWorld.signing(agreed)
                    .meddle(SigningCheat.openings(TWO, agreed, (_, old) -> {
                        var key = old.correction().key().plus(tweak.sum());
                        var point = old.keyPoint()
                                .plus(tweak.sum().timesGenerator())
                                .orThrow("not the identity");
                        return SigningCheat.withKeyPoint(SigningCheat.withKeyCorrection(old, key), point);
                    }))
                    .run();
            // Party 2 runs honest code behind the wire, so it sees other points than party 1 and sends shares.
            Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.ECHO_MISMATCH);
            assertThat(SigningCheat.finished(outcomes)).isEmpty();
        }
    }

    @Test
    void pathWithoutTweak_orTheReverse_isNoTweak() {
        var one = SigningCheat.GROUP.scalar(1);
        assertThatThrownBy(() -> new KeyTweak(DerivationPath.root(), one)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new KeyTweak(DerivationPath.of(1), SigningCheat.GROUP.scalar(0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

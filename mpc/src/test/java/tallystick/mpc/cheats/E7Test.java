package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.derive.DerivationPath;
import tallystick.mpc.ecdsa.Admission;
import tallystick.mpc.frost.OutputKey;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.TrialQuarantine;
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
        assertThatThrownBy(() -> SigningWorld.claimed(DerivationPath.root(), one))
                .hasMessageContaining("iff there is a path");
        assertThatThrownBy(() -> SigningWorld.claimed(DerivationPath.of(1), SigningCheat.GROUP.scalar(0)))
                .hasMessageContaining("iff there is a path");
    }

    @Test
    void tweakOfTheAskersChoosing_isRefusedBeforeAWord() {
        try (var world = SigningWorld.of("2 of (a, b)", 7)) {
            var derived = SigningWorld.tweak(world.key(), 3);
            var cases = List.of(
                    SigningWorld.claimed(derived.path(), SigningCheat.next(derived.sum())),
                    SigningWorld.claimed(DerivationPath.of(44, 0, 4), derived.sum()),
                    SigningWorld.claimed(
                            DerivationPath.of(1), world.key().secret().negate()));
            for (var tweak : cases)
                assertThat(world.share(TWO)
                                .admit(world.terms(tweak, 1, 1, 2), world.roll(), _ -> false, new TrialQuarantine()))
                        .isInstanceOfSatisfying(
                                Admission.Refused.class,
                                refused -> assertThat(refused.why()).isEqualTo(Refusal.OTHER_TWEAK));
            var honest = SigningWorld.claimed(derived.path(), derived.sum());
            assertThat(honest).isEqualTo(derived).hasSameHashCodeAs(derived);
            assertThat(world.share(TWO)
                            .admit(world.terms(honest, 1, 1, 2), world.roll(), _ -> false, new TrialQuarantine()))
                    .isInstanceOf(Admission.Admitted.class);
        }
    }

    @Test
    void tweakDerivedFromAnotherKeyOrChainCode_isRefused() {
        try (var world = SigningWorld.of("2 of (a, b)", 7);
                var other = DealtKey.deal("2 of (a, b)", Scheme.ECDSA_SECP256K1, 8)) {
            var terms = world.terms(SigningWorld.tweak(other, 3), 1, 1, 2);
            assertThat(world.share(TWO).admit(terms, world.roll(), _ -> false, new TrialQuarantine()))
                    .isInstanceOfSatisfying(
                            Admission.Refused.class,
                            refused -> assertThat(refused.why()).isEqualTo(Refusal.OTHER_TWEAK));
            var key = world.key().key();
            var recoded = new GroupKey(
                    key.id(),
                    key.scheme(),
                    key.tree(),
                    key.epoch(),
                    key.point(),
                    SigningWorld.digest(5),
                    key.leafPoints());
            var elsewhere = KeyTweak.of(recoded, DerivationPath.of(44, 0, 3)).orElseThrow();
            assertThat(elsewhere.isOf(recoded)).isTrue();
            assertThat(elsewhere.isOf(key)).isFalse();
        }
    }

    @Test
    void frostTweakOfTheAskersChoosing_isRefused() {
        for (var scheme : List.of(Scheme.FROST_ED25519, Scheme.FROST_SECP256K1, Scheme.FROST_BIP340))
            try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 1)) {
                var derived = FrostTrial.child(dealt, 5);
                var next = derived.sum().plus(dealt.key().group().scalar(1));
                for (var tweak : List.of(
                        SigningWorld.claimed(derived.path(), next),
                        SigningWorld.claimed(DerivationPath.of(0, 6), derived.sum()),
                        SigningWorld.claimed(
                                DerivationPath.of(1), dealt.secret().negate())))
                    assertThatThrownBy(() -> OutputKey.of(dealt.key(), tweak, new TaprootTweak.None()))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage("tweak to which the path does not lead from this key");
                var honest = SigningWorld.claimed(derived.path(), derived.sum());
                assertThat(OutputKey.of(dealt.key(), honest, new TaprootTweak.None())
                                .point())
                        .isNotEqualTo(dealt.key().point());
            }
    }
}

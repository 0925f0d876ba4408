package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ecdsa.Admission;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.TrialQuarantine;
import tallystick.mpc.session.PartyId;

/// A6: terms or pair secrets of another key, epoch or tree are refused before a word is sent.
class A6SigningTest {
    private static final Digest32 OTHER = SigningWorld.digest(66);

    @Test
    void termsOfThisKey_areAdmitted() {
        try (var world = world()) {
            var terms = world.terms(1, 1, 2);
            var admitted = world.share(ONE)
                    .admit(terms, world.roll(), _ -> false, new TrialQuarantine())
                    .orThrow();
            assertThat(admitted.terms()).isEqualTo(terms);
            assertThat(admitted.set().parties()).containsExactly(ONE, TWO);
        }
    }

    @Test
    void termsOfAnotherKey_areRefused() {
        try (var world = world()) {
            var was = world.terms(1, 1, 2);
            refused(world, new Changed(was).keyId(OTHER), Refusal.OTHER_KEY);
        }
    }

    @Test
    void termsOfAnotherEpoch_areRefused() {
        try (var world = world()) {
            refused(world, new Changed(world.terms(1, 1, 2)).epoch(2), Refusal.OTHER_EPOCH);
        }
    }

    @Test
    void termsOfAnotherTree_areRefused() {
        try (var world = world()) {
            refused(world, new Changed(world.terms(1, 1, 2)).tree(OTHER), Refusal.OTHER_TREE);
        }
    }

    @Test
    void termsWithAnotherChainCode_areRefused() {
        try (var world = world()) {
            refused(world, new Changed(world.terms(1, 1, 2)).chainCode(OTHER), Refusal.OTHER_CHAIN_CODE);
        }
    }

    @Test
    void termsOfAnotherAttemptAtTheSameEpoch_areRefused() {
        try (var world = world();
                var attempt = DealtKey.deal("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, 7)) {
            var other = world.terms(1, 1, 2);
            refused(world, new Changed(other).keyHash(attempt.key().hash()), Refusal.OTHER_SHARES);
        }
    }

    @Test
    void termsOfOtherIdentityKeys_areRefused_andNobodyIsNamed() {
        try (var world = world()) {
            var terms = world.terms(1, 1, 2);
            for (var old : List.of(world.roll().with(TWO, 9), world.roll().with(ONE, 9)))
                assertWhy(world.share(ONE).admit(terms, old, _ -> false, new TrialQuarantine()), Refusal.OTHER_ROSTER);
            var without = world.roll().without(TWO);
            assertWhy(world.share(ONE).admit(terms, without, _ -> false, new TrialQuarantine()), Refusal.NO_IDENTITY);
            assertThat(Refusal.OTHER_ROSTER.field()).isEqualTo("roster");
            assertThat(Refusal.OTHER_ROSTER.fault()).isEqualTo(Refusal.Fault.UNPROVEN);
            assertThat(Refusal.NO_IDENTITY.fault()).isEqualTo(Refusal.Fault.OWN);
            for (var other : List.of(world.roll().with(THREE, 9), world.roll().without(THREE)))
                assertThat(world.share(ONE).admit(terms, other, _ -> false, new TrialQuarantine()))
                        .isInstanceOf(Admission.Admitted.class);
        }
    }

    @Test
    void termsWithATweakThatIsNotThePaths_areRefused() {
        try (var world = world()) {
            var tweak = SigningWorld.claimed(
                    DerivationPath.of(1), world.key().secret().negate());
            refused(world, world.terms(tweak, 1, 1, 2), Refusal.OTHER_TWEAK);
        }
    }

    @Test
    void termsOfAnotherCurve_areRefused() {
        try (var world = world()) {
            var foreign = KeyTweak.none(Curve.ED25519);
            refused(world, world.terms(foreign, 1, 1, 2), Refusal.OTHER_TWEAK);
            var somewhere = Curve.ED25519.group().scalar(7);
            var claimed = SigningWorld.claimed(DerivationPath.of(1), somewhere);
            refused(world, world.terms(claimed, 1, 1, 2), Refusal.OTHER_TWEAK);
        }
    }

    @Test
    void setsTheTreeDoesNotAllow_areRefused() {
        try (var world = SigningWorld.of("3 of (a, b, c, d)", 6)) {
            var was = world.terms(1, 1, 2, 3);
            refused(world, new Changed(was).parties(List.of(ONE, TWO)), Refusal.UNQUALIFIED_SET);
        }
    }

    @Test
    void termsWithoutThisParty_areRefused() {
        try (var world = world()) {
            refused(world, world.terms(1, 2, 3), Refusal.NOT_A_MEMBER);
        }
    }

    @Test
    void closedShare_isRefused_beforeAnythingIsSpent() {
        try (var world = world()) {
            var terms = world.terms(1, 1, 2);
            var share = world.share(ONE);
            share.share().close();
            assertWhy(share.admit(terms, world.roll(), _ -> false, new TrialQuarantine()), Refusal.CLOSED);
            assertThat(Refusal.CLOSED.fault()).isEqualTo(Refusal.Fault.OWN);
        }
    }

    @Test
    void termsWithABannedParty_areRefused_andOthersAreNot() {
        try (var world = world()) {
            var share = world.share(ONE);
            assertWhy(
                    share.admit(world.terms(1, 1, 2), world.roll(), TWO::equals, new TrialQuarantine()),
                    Refusal.BANNED);
            assertThat(share.admit(world.terms(1, 1, 3), world.roll(), TWO::equals, new TrialQuarantine()))
                    .isInstanceOf(Admission.Admitted.class);
        }
    }

    @Test
    void partyWithoutPairSecrets_isRefused() {
        try (var world = world()) {
            var pairs = new TreeMap<>(world.pairsOf(ONE, 1, UnaryOperator.identity()));
            pairs.remove(TWO);
            assertWhy(
                    with(world, pairs).admit(world.terms(1, 1, 2), world.roll(), _ -> false, new TrialQuarantine()),
                    Refusal.NO_PAIR_SECRETS);
        }
    }

    @Test
    void partyWithDestroyedPairSecrets_isRefused() {
        try (var world = world()) {
            var pairs = world.pairsOf(ONE, 1, UnaryOperator.identity());
            pairs.get(TWO).close();
            assertWhy(
                    with(world, pairs).admit(world.terms(1, 1, 2), world.roll(), _ -> false, new TrialQuarantine()),
                    Refusal.NO_PAIR_SECRETS);
        }
    }

    @Test
    void setOfAnotherTree_makesNoTerms() {
        try (var world = world();
                var other = SigningWorld.of("2 of (a, b, c, d)", 6)) {
            var terms = world.terms(1, 1, 2);
            var order = new SigningTerms.Order(terms.request(), terms.policy(), terms.tweak(), terms.digests());
            var key = world.key().key();
            assertThat(SigningTerms.of(key, world.key().set(1, 2), world.roll(), order))
                    .isEqualTo(terms);
            assertThatThrownBy(() -> SigningTerms.of(key, other.key().set(1, 2), world.roll(), order))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another quorum tree");
        }
    }

    @Test
    void pairSecretsOfAnotherKey_areRefused() {
        try (var world = world();
                var other = SigningWorld.of("2 of (a, b, c)", 7)) {
            var pairs = other.pairsOf(ONE, 1, UnaryOperator.identity());
            assertWhy(
                    with(world, pairs).admit(world.terms(1, 1, 2), world.roll(), _ -> false, new TrialQuarantine()),
                    Refusal.OTHER_PAIR_SECRETS);
        }
    }

    @Test
    void pairSecretsOfAnotherEpoch_areRefused() {
        try (var world = world()) {
            var pairs = world.pairsOf(ONE, 2, UnaryOperator.identity());
            assertWhy(
                    with(world, pairs).admit(world.terms(1, 1, 2), world.roll(), _ -> false, new TrialQuarantine()),
                    Refusal.OTHER_PAIR_SECRETS);
        }
    }

    @Test
    void pairSecretsFiledWrongly_areOurBug() {
        try (var world = world()) {
            var pairs = world.pairsOf(ONE, 1, UnaryOperator.identity());
            assertThatThrownBy(() -> with(world, Map.of(THREE, pairs.get(TWO))))
                    .isInstanceOf(IllegalArgumentException.class);
            var others = world.pairsOf(TWO, 1, UnaryOperator.identity());
            assertThatThrownBy(() -> with(world, Map.of(THREE, others.get(THREE))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void keyOfAnotherScheme_makesNoEcdsaShare() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 6)) {
            assertThatThrownBy(() -> new EcdsaKeyShare(dealt.share(1), Map.of(), dealt.home()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusals_touchNothing() {
        try (var world = world().prepareNonces(1)) {
            refused(world, new Changed(world.terms(1, 1, 2)).epoch(2), Refusal.OTHER_EPOCH);
            assertThat(world.stock(ONE).available()).isEqualTo(1);
            assertThatThrownBy(() -> world.agreement(ONE, world.terms(1, 2, 3)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("NOT_A_MEMBER");
        }
    }

    private static void refused(SigningWorld world, SigningTerms terms, Refusal why) {
        assertWhy(world.share(ONE).admit(terms, world.roll(), _ -> false, new TrialQuarantine()), why);
    }

    private static void assertWhy(Admission admission, Refusal why) {
        assertThat(admission).isInstanceOf(Admission.Refused.class);
        assertThat(((Admission.Refused) admission).why()).isEqualTo(why);
    }

    private static EcdsaKeyShare with(SigningWorld world, Map<PartyId, PairSecrets> pairs) {
        return new EcdsaKeyShare(world.key().share(ONE), pairs, world.key().home());
    }

    private static SigningWorld world() {
        return SigningWorld.of("2 of (a, b, c)", 6);
    }

    /// Terms with one field changed.
    private record Changed(SigningTerms was) {
        SigningTerms keyId(Digest32 other) {
            return of(other, was.keyHash(), was.epoch(), was.tree(), was.parties(), was.chainCode());
        }

        SigningTerms epoch(int other) {
            return of(was.keyId(), was.keyHash(), other, was.tree(), was.parties(), was.chainCode());
        }

        SigningTerms tree(Digest32 other) {
            return of(was.keyId(), was.keyHash(), was.epoch(), other, was.parties(), was.chainCode());
        }

        SigningTerms parties(List<PartyId> other) {
            return of(was.keyId(), was.keyHash(), was.epoch(), was.tree(), other, was.chainCode());
        }

        SigningTerms chainCode(Digest32 other) {
            return of(was.keyId(), was.keyHash(), was.epoch(), was.tree(), was.parties(), other);
        }

        SigningTerms keyHash(Digest32 other) {
            return of(was.keyId(), other, was.epoch(), was.tree(), was.parties(), was.chainCode());
        }

        private SigningTerms of(
                Digest32 key, Digest32 hash, int epoch, Digest32 tree, List<PartyId> parties, Digest32 chainCode) {
            return new SigningTerms(
                    was.request(),
                    key,
                    hash,
                    epoch,
                    tree,
                    parties,
                    was.roster(),
                    was.tweak(),
                    chainCode,
                    was.policy(),
                    was.digests());
        }
    }
}

package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ecdsa.PairName;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.PartyId;

class EcdsaKeyShareTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);

    @Test
    void share_holdsAPairForEachPeer_inTheirOrder() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 1)) {
            assertThat(world.share(TWO).pairs()).containsOnlyKeys(ONE, THREE);
            assertThat(List.copyOf(world.share(TWO).pairs().keySet())).containsExactly(ONE, THREE);
            assertThat(world.share(TWO).pairs().get(ONE).name().peer()).isEqualTo(ONE);
        }
    }

    @Test
    void closedShare_hasDestroyedLeavesAndPairs() {
        try (var world = SigningWorld.of("2 of (a, b)", 2)) {
            var share = world.share(ONE);
            var leaf = share.share().leaves().firstEntry().getValue();
            var pairs = List.copyOf(share.pairs().values());
            share.close();
            assertThat(pairs).isNotEmpty().allMatch(PairSecrets::isDestroyed);
            assertThatThrownBy(leaf::timesGenerator).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void pair_namesItsLowerAndHigherPartyAlike_onBothSides() {
        var key = new Digest32(Bytes.copyOf(new byte[32]));
        var lower = new PairName(key, 1, ONE, TWO);
        var higher = new PairName(key, 1, TWO, ONE);
        for (var name : List.of(lower, higher)) {
            assertThat(name.lower()).isEqualTo(ONE);
            assertThat(name.higher()).isEqualTo(TWO);
        }
        assertThat(lower.selfIsLower()).isTrue();
        assertThat(higher.selfIsLower()).isFalse();
    }
}

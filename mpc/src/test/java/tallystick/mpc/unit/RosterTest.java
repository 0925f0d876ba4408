package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.VerifyKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;

class RosterTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);

    @Test
    void hash_isOfEveryPartyAndKey_ascending() {
        var keys = keys();
        VerifyKey a = keys.get(0), b = keys.get(1);
        var expected = Transcript.of("tallystick/roster/v1/hash")
                .add("parties", 2)
                .add("party", 1)
                .add("key", a.bytes())
                .add("party", 3)
                .add("key", b.bytes())
                .digest();
        assertThat(Roster.hash(Map.of(THREE, b, ONE, a))).isEqualTo(expected);
    }

    @Test
    void hash_ofAnyOtherRoster_isAnother() {
        var keys = keys();
        VerifyKey a = keys.get(0), b = keys.get(1);
        var seen = new HashSet<Digest32>();
        for (var roster : List.of(
                Map.of(ONE, a, TWO, b),
                Map.of(ONE, b, TWO, a),
                Map.of(ONE, a, THREE, b),
                Map.of(ONE, a),
                Map.of(ONE, a, TWO, a),
                Map.<PartyId, VerifyKey>of())) seen.add(Roster.hash(new TreeMap<>(roster)));
        assertThat(seen).hasSize(6);
    }

    private static List<VerifyKey> keys() {
        var entropy = new SeededEntropy(7);
        try (var home = SecretMemory.open();
                var one = IdentityKey.generate(entropy, home);
                var two = IdentityKey.generate(entropy, home)) {
            return List.of(one.verifyKey(), two.verifyKey());
        }
    }
}

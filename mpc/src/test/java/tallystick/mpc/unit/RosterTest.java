package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
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

    @Test
    void hashOfSome_isOfTheseAlone_andOneWithoutAKeyIsLeftOut() {
        var keys = keys();
        VerifyKey a = keys.get(0), b = keys.get(1);
        var roster = Roster.of(Map.of(ONE, a, TWO, b, THREE, a));
        assertThat(roster.hashOf(List.of(THREE, ONE))).isEqualTo(Roster.hash(Map.of(ONE, a, THREE, a)));
        assertThat(roster.hashOf(List.of(ONE, TWO))).isEqualTo(Roster.hash(Map.of(ONE, a, TWO, b)));
        assertThat(roster.hashOf(List.of(ONE, new PartyId(4)))).isEqualTo(Roster.hash(Map.of(ONE, a)));
        assertThat(roster.keyOf(TWO)).contains(b);
        assertThat(roster.keyOf(new PartyId(4))).isEmpty();
    }

    @Test
    void signature_ofAnotherKeyStatementPartyOrLength_doesNotVerify() {
        var statement = Transcript.of("tallystick/test/v1/statement").digest();
        try (var home = SecretMemory.open();
                var key = IdentityKey.generate(new SeededEntropy(8), home)) {
            var roster = Roster.of(Map.of(ONE, key.verifyKey(), TWO, keys().getFirst()));
            var signature = key.sign(statement).bytes();
            assertThat(roster.verifies(ONE, statement, signature)).isTrue();
            assertThat(roster.verifies(TWO, statement, signature)).isFalse();
            assertThat(roster.verifies(THREE, statement, signature)).isFalse();
            assertThat(roster.verifies(ONE, Roster.hash(Map.of()), signature)).isFalse();
            assertThat(roster.verifies(ONE, statement, signature.slice(0, 63))).isFalse();
            assertThat(roster.verifies(ONE, statement, Bytes.concat(signature, Bytes.copyOf((byte) 0))))
                    .isFalse();
        }
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

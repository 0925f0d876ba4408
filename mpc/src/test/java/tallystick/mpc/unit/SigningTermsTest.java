package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.PartyId;

/// How many parties and digests there can be, and in which order: docs/spec/signing.md §2.
class SigningTermsTest {
    private final SigningWorld world = SigningWorld.of("2 of (a, b)", 41);
    private final SigningTerms any = world.terms(1, 1, 2);

    @AfterEach
    void close() {
        world.close();
    }

    private SigningTerms terms(List<PartyId> parties, int count) {
        return new SigningTerms(
                any.request(),
                any.keyId(),
                any.keyHash(),
                any.epoch(),
                any.tree(),
                parties,
                any.roster(),
                any.tweak(),
                any.chainCode(),
                any.policy(),
                digests(count));
    }

    private static List<Digest32> digests(int count) {
        return IntStream.range(0, count).mapToObj(SigningWorld::digest).toList();
    }

    @Test
    void mostDigestsForTheMostParties_areReadBack_andOneMoreIsRefused() {
        var most = terms(Trial.parties(64), 512);
        var encoded = most.encode();
        assertThat(SigningTerms.parse(encoded).orThrow()).isEqualTo(most);
        assertThatThrownBy(() -> terms(Trial.parties(64), 513)).isInstanceOf(IllegalArgumentException.class);
        assertThat(SigningTerms.parse(withOneMore(encoded, 512))).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void mostDigestsOfAll_areReadBack_andOneMoreIsRefused() {
        var most = terms(Trial.parties(2), 4096);
        assertThat(SigningTerms.parse(most.encode()).orThrow()).isEqualTo(most);
        assertThatThrownBy(() -> terms(Trial.parties(2), 4097)).isInstanceOf(IllegalArgumentException.class);
        assertThat(SigningTerms.parse(withOneMore(most.encode(), 4096))).isInstanceOf(Parsed.Malformed.class);
    }

    /// The same with a digest at the end that the count before them all names too.
    private static Bytes withOneMore(Bytes encoded, int count) {
        var countAt = encoded.length() - 32 * count - 2;
        var bytes = encoded.toArray();
        assertThat(256 * encoded.at(countAt) + encoded.at(countAt + 1)).isEqualTo(count);
        bytes[countAt] = (byte) ((count + 1) >>> 8);
        bytes[countAt + 1] = (byte) (count + 1);
        return Bytes.concat(Bytes.copyOf(bytes), SigningWorld.digest(count).bytes());
    }

    @Test
    void partiesThatAreTooFewOrTooMany_orOutOfOrder_areRefused() {
        var one = new PartyId(1);
        var two = new PartyId(2);
        for (var parties :
                List.of(List.<PartyId>of(), List.of(one), List.of(two, one), List.of(one, one), Trial.parties(65)))
            assertThatThrownBy(() -> terms(parties, 1))
                    .as("%s", parties)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ascending");
        assertThat(terms(Trial.parties(64), 1).parties()).hasSize(64);
    }
}

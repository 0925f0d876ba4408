package tallystick.crypto.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// A10: a cheater commits to one thing and opens another that hashes alike.
class A10MalleableCommitmentTest {
    private static final Bytes LEFT = Bytes.ofHex("11".repeat(32));
    private static final Bytes RIGHT = Bytes.ofHex("22".repeat(32));

    @Test
    void openingWithSwappedFields_doesNotMatch() {
        assertThat(commitment(LEFT, RIGHT)).isNotEqualTo(commitment(RIGHT, LEFT));
    }

    @Test
    void openingWithAnotherLength_doesNotMatch() {
        var longer = Bytes.concat(LEFT, RIGHT.slice(0, 1));
        var shorter = RIGHT.slice(1, 32);
        assertThat(commitment(LEFT, RIGHT)).isNotEqualTo(commitment(longer, shorter));
    }

    @Test
    void treeOfAnotherShape_doesNotMatch() {
        var leaves = List.of(LEFT, RIGHT, LEFT, RIGHT);
        var flat = node(leaves);
        var deep = node(List.of(
                node(leaves.subList(0, 2)).bytes(), node(leaves.subList(2, 4)).bytes()));
        var lopsided = node(List.of(LEFT, node(leaves.subList(1, 4)).bytes()));
        assertThat(List.of(flat, deep, lopsided)).doesNotHaveDuplicates();
    }

    @Test
    void digestOfAnotherLength_isNoDigest() {
        for (var length : new int[] {0, 31, 33, 64})
            assertThatThrownBy(() -> new Digest32(Bytes.copyOf(new byte[length])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("digest of %d bytes, not 32", length);
    }

    private static Digest32 commitment(Bytes value, Bytes nonce) {
        return Transcript.of("tallystick/example/v1/commitment")
                .add("value", value)
                .add("nonce", nonce)
                .digest();
    }

    private static Digest32 node(List<Bytes> children) {
        return Transcript.of("tallystick/example/v1/node")
                .add("children", children)
                .digest();
    }
}

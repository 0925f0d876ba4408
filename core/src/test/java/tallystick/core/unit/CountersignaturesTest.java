package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.pack.Countersignatures;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.Signature64;

@DisplayName("Countersignatures of a pack's manifest, docs/spec/evidence-pack.md EP-20")
class CountersignaturesTest {
    private static Countersignatures.OfNode of(String node) {
        return new Countersignatures.OfNode(node, new Signature64(Bytes.copyOf(new byte[Signature64.LENGTH_BYTES])));
    }

    @Test
    void quorum_isMoreThanHalf() {
        assertThat(List.of(1, 2, 3, 4, 5, 6).stream()
                        .map(Countersignatures::quorum)
                        .toList())
                .isEqualTo(List.of(1, 2, 2, 3, 3, 4));
    }

    @Test
    void statement_isOfOneManifestAndOneNode() {
        var one = StandardHash.sha256(Bytes.ofUtf8("one"));
        var other = StandardHash.sha256(Bytes.ofUtf8("other"));
        assertThat(Countersignatures.statement(one, "risk"))
                .isEqualTo(Countersignatures.statement(one, "risk"))
                .isNotEqualTo(Countersignatures.statement(other, "risk"))
                .isNotEqualTo(Countersignatures.statement(one, "client"));
    }

    @Test
    void nodesOutOfOrderTwiceOrNone_areNeitherMadeNorRead() {
        for (var wrong : List.of(List.of("b", "a"), List.of("a", "a"), List.<String>of()))
            assertThatThrownBy(() -> new Countersignatures(
                            wrong.stream().map(CountersignaturesTest::of).toList()))
                    .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of("No name")).isInstanceOf(IllegalArgumentException.class);
        var bytes = new Countersignatures(List.of(of("a"), of("b"))).encode();
        assertThat(Countersignatures.parse(bytes).orThrow().encode()).isEqualTo(bytes);
        var swapped = bytes.toHex().replace("0000000161", "00000001ff").replace("0000000162", "0000000161");
        for (var forged : List.of(swapped, swapped.replace("00000001ff", "0000000162")))
            assertThat(Countersignatures.parse(Bytes.ofHex(forged))).isInstanceOf(Parsed.Malformed.class);
    }
}

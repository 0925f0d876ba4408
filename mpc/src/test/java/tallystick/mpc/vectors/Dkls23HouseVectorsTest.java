package tallystick.mpc.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;
import tallystick.mpc.kit.SigningTranscript;

/// Whole sessions of dealt keys from a seed, made again byte for byte: key, nonce batches, VOLE items, every message,
/// the signatures.
@DisplayName("Signing transcripts, docs/spec/signing.md")
class Dkls23HouseVectorsTest {
    @Test
    void twoOfThree_isMadeAgainByteForByte() {
        assertMadeAgain("2-of-3");
    }

    @Test
    void threeOfFive_batchByAChild_isMadeAgainByteForByte() {
        assertMadeAgain("3-of-5");
    }

    private static void assertMadeAgain(String name) {
        var vector = VectorFiles.ours("house/dkls23/" + name + ".json");
        var made = Json.parse(SigningTranscript.of(vector.get("inputs")));
        assertThat(made.keys()).isEqualTo(vector.keys());
        for (var key : made.keys()) assertThat(made.get(key)).as(key).isEqualTo(vector.get(key));
        assertNoncesAreThoseOpened(vector);
        assertThat(vector.get("setup messages").items()).isNotEmpty();
        assertThat(vector.get("signing messages").items()).isNotEmpty();
        assertThat(vector.get("signatures").items())
                .hasSize(vector.get("inputs").get("count").number());
    }

    /// The point of each listed k of the signers stands in an opening.
    private static void assertNoncesAreThoseOpened(Json vector) {
        var group = Curve.SECP256K1.group();
        var messages = String.join(" ", texts(vector.get("signing messages")));
        var signers = vector.get("inputs").get("parties").items().stream()
                .map(Json::number)
                .toList();
        var found = 0;
        for (var text : texts(vector.get("nonces"))) {
            var parts = text.split(":? ", -1);
            if (!signers.contains(Integer.parseInt(parts[0]))) continue;
            var point = group.parseScalar(Bytes.ofHex(parts[1])).orThrow().timesGenerator();
            assertThat(messages).contains(point.encode().toHex() + parts[3]);
            found++;
        }
        assertThat(found)
                .isEqualTo(signers.size() * vector.get("inputs").get("count").number());
    }

    private static List<String> texts(Json list) {
        return list.items().stream().map(Json::text).toList();
    }
}

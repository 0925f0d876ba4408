package tallystick.crypto.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.kit.P256Signer;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.kit.VectorFiles;
import tallystick.crypto.seal.P256Signature;
import tallystick.crypto.seal.P256VerifyKey;

@DisplayName("Signatures on P-256, RFC 6979 appendix A.2.5, and beside another library")
class P256VectorsTest {
    @Test
    void everyPublishedSignature_verifies_inItsLowForm() {
        var file = VectorFiles.ours("rfc6979/p256.json");
        var key = P256VerifyKey.parse(
                        Bytes.concat(file.get("x").hex(), file.get("y").hex()))
                .orThrow();
        assertThat(new P256Signer(new BigInteger(file.get("secret").text(), 16)).key())
                .isEqualTo(key);
        var low = 0;
        for (var vector : file.get("cases").items()) {
            var message = Bytes.ofUtf8(vector.get("message").text());
            var r = new BigInteger(vector.get("r").text(), 16);
            var s = new BigInteger(vector.get("s").text(), 16);
            var signature = P256Signature.ofDer(P256Signer.der(r, s)).orThrow();
            var twin = P256Signature.ofDer(P256Signer.der(r, P256Signer.N.subtract(s)))
                    .orThrow();
            assertThat(signature).isEqualTo(twin);
            assertThat(key.verifies(message, signature)).isTrue();
            assertThat(key.verifies(Bytes.ofUtf8("other"), signature)).isFalse();
            var raw = Bytes.concat(vector.get("r").hex(), vector.get("s").hex());
            if (P256Signature.parse(raw) instanceof Parsed.Ok<P256Signature>(var canonical)) {
                assertThat(canonical).isEqualTo(signature);
                low++;
            }
        }
        assertThat(file.get("cases").items()).hasSize(2);
        assertThat(low).isEqualTo(1);
    }

    @Test
    void anySignature_goodOrSpoilt_isJudgedAsTheOtherLibraryJudges() {
        var random = new Random(6979);
        var good = 0;
        var bad = 0;
        for (var i = 0; i < 200; i++) {
            var signer = P256Signer.of(i % 7);
            var message = Secrets.someBytes(random, 80);
            var signature = signer.sign(message).bytes().toArray();
            if (i % 2 == 1) signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
            if (!(P256Signature.parse(Bytes.copyOf(signature)) instanceof Parsed.Ok<P256Signature>(var read))) {
                bad++;
                continue;
            }
            var r = new BigInteger(1, Bytes.copyOf(signature).slice(0, 32).toArray());
            var s = new BigInteger(1, Bytes.copyOf(signature).slice(32, 64).toArray());
            var verifies = signer.key().verifies(message, read);
            assertThat(verifies).as("round " + i).isEqualTo(P256Signer.verifies(signer.key(), message, r, s));
            if (verifies) good++;
            else bad++;
        }
        assertThat(good).isEqualTo(100);
        assertThat(bad).isEqualTo(100);
    }
}

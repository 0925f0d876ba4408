package tallystick.crypto.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.derive.ExtendedKey;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("Derivation, docs/spec/derivation.md")
class DerivationVectorsTest {
    private static final Json BIP32 = VectorFiles.ours("bip32/public-derivation.json");

    @Test
    void everyPublicKeyOfBip32_isReadAndWrittenAlike() {
        var keys = BIP32.get("keys").items();
        for (var each : keys) {
            var key = ExtendedKey.parse(each.get("text").text()).orThrow();
            assertThat(key.text()).isEqualTo(each.get("text").text());
            var chain = each.get("chain").text().split("/", -1);
            assertThat(key.depth()).isEqualTo(chain.length - 1);
            if (chain.length > 1) assertThat(key.childNumber()).isEqualTo(number(chain[chain.length - 1]));
        }
        assertThat(keys).hasSize(17);
    }

    @Test
    void everyPublicStepOfBip32_leadsToItsChild() {
        var steps = BIP32.get("steps").items();
        for (var step : steps) {
            var parent = ExtendedKey.parse(step.get("parent").text()).orThrow();
            var index = step.get("index").number();
            assertThat(parent.child(index).orElseThrow().text())
                    .isEqualTo(step.get("child").text());
            var outcome = parent.derivation().along(DerivationPath.of(index));
            assertThat(outcome).isInstanceOfSatisfying(Derivation.Derived.class, derived -> {
                var difference = derived.key().minus(parent.derivation().key());
                assertThat(derived.tweak().timesGenerator()).isEqualTo(difference);
            });
        }
        assertThat(steps).hasSize(6);
    }

    @Test
    void everyInvalidKeyOfBip32_isMalformed() {
        var invalid = BIP32.get("invalid").items();
        for (var each : invalid)
            assertThat(ExtendedKey.parse(each.get("text").text()))
                    .as(each.get("why").text())
                    .isInstanceOf(Parsed.Malformed.class);
        assertThat(invalid).hasSize(16);
    }

    @Test
    void everyHousePathOfEd25519_leadsToItsChild() {
        var group = Curve.ED25519.group();
        var cases = VectorFiles.ours("house/ed25519-derivation.json").get("cases").items();
        for (var each : cases) {
            var start = new Derivation(
                    group.parsePoint(each.get("key").hex()).orThrow(),
                    new Digest32(each.get("chainCode").hex()));
            var path = each.get("path").text();
            assertThat(DerivationPath.parse(path))
                    .isInstanceOfSatisfying(
                            DerivationPath.Reading.Good.class,
                            good -> assertThat(start.along(good.path()))
                                    .as(path)
                                    .isEqualTo(new Derivation.Derived(
                                            group.parseScalar(each.get("tweak").hex())
                                                    .orThrow(),
                                            group.parsePoint(
                                                            each.get("childKey").hex())
                                                    .orThrow(),
                                            new Digest32(
                                                    each.get("childChainCode").hex()))));
        }
        assertThat(cases).hasSize(6);
    }

    private static long number(String part) {
        return part.endsWith("h")
                ? (1L << 31) + Long.parseLong(part.substring(0, part.length() - 1))
                : Long.parseLong(part);
    }
}

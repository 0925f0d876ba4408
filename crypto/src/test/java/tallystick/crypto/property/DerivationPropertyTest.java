package tallystick.crypto.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Base58;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.derive.DerivationPath.Reading;
import tallystick.crypto.derive.TaprootOutput;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.secret.SeededEntropy;

class DerivationPropertyTest {
    private static final long SEED = 0xde71feL;

    @Test
    void tweakOfAPath_makesTheChildsPrivateKey() {
        var random = new Random(SEED);
        var entropy = new SeededEntropy(SEED);
        for (var curve : Curve.values())
            for (var run = 0; run < 20; run++) {
                var secret = curve.group().randomScalar(entropy);
                var start = new Derivation((Point) secret.timesGenerator(), code(random));
                var path = path(random);
                var derived = (Derivation.Derived) start.along(path);
                assertThat(secret.plus(derived.tweak()).timesGenerator())
                        .as("seed %x %s %s", SEED, curve, path)
                        .isEqualTo(derived.key());
            }
    }

    @Test
    void pathInTwoParts_leadsWhereTheWholeLeads() {
        var random = new Random(SEED);
        for (var curve : Curve.values())
            for (var run = 0; run < 10; run++) {
                var path = path(random);
                var cut = random.nextInt(path.indices().size() + 1);
                var start = new Derivation(curve.group().generator(), code(random));
                var whole = (Derivation.Derived) start.along(path);
                var first = (Derivation.Derived)
                        start.along(new DerivationPath(path.indices().subList(0, cut)));
                var second = (Derivation.Derived) new Derivation(first.key(), first.chainCode())
                        .along(new DerivationPath(
                                path.indices().subList(cut, path.indices().size())));
                assertThat(second.key()).isEqualTo(whole.key());
                assertThat(second.chainCode()).isEqualTo(whole.chainCode());
                assertThat(first.tweak().plus(second.tweak())).isEqualTo(whole.tweak());
            }
    }

    @Test
    void path_inTextAndBinary_isReadAsWritten() {
        var random = new Random(SEED);
        for (var run = 0; run < 200; run++) {
            var path = path(random);
            assertThat(DerivationPath.parse(path.toString())).isEqualTo(new Reading.Good(path));
            var writer = new Writer();
            path.write(writer);
            assertThat(Reader.parse(writer.toBytes(), reader -> DerivationPath.read(reader, "path")))
                    .isEqualTo(new Parsed.Ok<>(path));
        }
        assertThat(DerivationPath.parse("m")).isEqualTo(new Reading.Good(DerivationPath.root()));
    }

    @Test
    void base58_isReadAsWritten() {
        var random = new Random(SEED);
        for (var run = 0; run < 300; run++) {
            var bytes = Secrets.someBytes(random, 40);
            if (run % 3 == 0 && bytes.length() > 2)
                bytes = Bytes.concat(
                        Bytes.copyOf(new byte[run % 5]), bytes);
            assertThat(Base58.parse(Base58.encode(bytes), 100)).isEqualTo(new Parsed.Ok<>(bytes));
        }
    }

    @Test
    void taprootTweak_inEveryParity_isTheSignersFormula() {
        var entropy = new SeededEntropy(SEED);
        var group = Curve.SECP256K1.group();
        var seen = new ArrayList<String>();
        for (var run = 0; run < 60; run++) {
            var secret = group.randomScalar(entropy);
            var internal = (Point) secret.timesGenerator();
            var output = TaprootOutput.of(
                            internal,
                            run % 2 == 0 ? Optional.empty() : Optional.of(code(new Random(run))))
                    .orElseThrow();
            var tweaked = (internal.hasEvenY() ? secret : secret.negate()).plus(output.tweak());
            var signing = output.isOdd() ? tweaked.negate() : tweaked;
            var signed = (Point) signing.timesGenerator();
            assertThat(signed.hasEvenY()).isTrue();
            assertThat(signed.xOnly()).as("seed %x run %d", SEED, run).isEqualTo(output.xOnly());
            seen.add("%b %b %b".formatted(internal.hasEvenY(), output.isOdd(), run % 2 == 0));
        }
        assertThat(seen.stream().distinct()).hasSize(8);
    }

    @Test
    void taprootOutput_thatWouldBeTheIdentity_isNone() {
        var group = Curve.SECP256K1.group();
        var even = group.generator().hasEvenY() ? group.generator() : group.generator().negate();
        assertThat(TaprootOutput.of(even, group.scalar(-1))).isEmpty();
        assertThat(TaprootOutput.of(even.negate(), group.scalar(-1))).isEmpty();
        assertThat(TaprootOutput.of(even, group.scalar(1))).isPresent();
    }

    private static Digest32 code(Random random) {
        return Transcript.of("tallystick/example/v1/chain-code")
                .add("random", random.nextLong())
                .digest();
    }

    private static DerivationPath path(Random random) {
        var indices = new ArrayList<Integer>();
        for (var count = 1 + random.nextInt(5); count > 0; count--)
            indices.add(random.nextBoolean() ? random.nextInt(100) : random.nextInt() & Integer.MAX_VALUE);
        return new DerivationPath(indices);
    }
}

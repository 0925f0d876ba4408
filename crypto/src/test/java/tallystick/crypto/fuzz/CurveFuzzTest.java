package tallystick.crypto.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.kit.Canonical;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.kit.XOnly;
import tallystick.crypto.secret.SecretMemory;

/// Whatever the bytes, they are no point or scalar, or the one encoding of it.
class CurveFuzzTest {
    private static final SecretMemory HOME = SecretMemory.open();

    private static Point multiple(Curve curve, int factor) {
        return curve.group().scalar(factor).timesGenerator().orThrow("not zero");
    }

    private static Stream<byte[]> points() {
        var x = multiple(Curve.SECP256K1, 5).encode().slice(1, 33);
        return Stream.concat(
                Stream.of(Curve.values())
                        .flatMap(curve -> Stream.of(1, 2, 77)
                                .map(factor -> multiple(curve, factor).encode().toArray())),
                Stream.of(x.toArray()));
    }

    private static Stream<byte[]> scalars() {
        return Stream.of(Curve.values())
                .map(Curve::group)
                .flatMap(group -> Stream.of(
                                group.scalar(0),
                                group.scalar(1),
                                group.scalar(1).negate())
                        .map(scalar -> scalar.encode().toArray()));
    }

    @MethodSource("points")
    @FuzzTest
    void anyPoint_isRefusedOrCanonical_andInTheGroup(byte @NotNull [] bytes) {
        for (var curve : Curve.values()) {
            var read = Canonical.bytes(bytes, curve.group()::parsePoint, Point::encode);
            read.ifPresent(point ->
                    assertThat(curve.group().parsePoint(point.encode())).isEqualTo(new Parsed.Ok<>(point)));
        }
        Canonical.bytes(bytes, XOnly::lift, point -> point.encode().slice(1, 33))
                .ifPresent(point -> assertThat(point.encode().at(0)).isEqualTo(2));
    }

    @MethodSource("scalars")
    @FuzzTest
    void anyScalar_isRefusedOrCanonical(byte @NotNull [] bytes) {
        for (var curve : Curve.values()) Canonical.bytes(bytes, curve.group()::parseScalar, Scalar::encode);
    }

    @MethodSource("scalars")
    @FuzzTest
    void anySecretScalar_isRefusedAsThePublicOneIs_andLeavesNothingOpen(byte @NotNull [] bytes) {
        if (bytes.length == 0) return;
        var before = HOME.lentBytes();
        for (var curve : Curve.values()) {
            var group = curve.group();
            try (var encoded = Secrets.of(Bytes.copyOf(bytes), HOME)) {
                var read = Canonical.within(bytes.length, () -> group.parseSecret(encoded, HOME));
                var open = Canonical.within(bytes.length, () -> group.parseScalar(Bytes.copyOf(bytes)));
                assertThat(read.isPresent()).isEqualTo(open.isPresent());
                read.ifPresent(secret -> {
                    try (secret;
                            var same = group.secretOf(open.orElseThrow(), HOME)) {
                        assertThat(secret.sameAs(same)).isTrue();
                    }
                });
            }
        }
        assertThat(HOME.lentBytes()).isEqualTo(before);
    }
}

package tallystick.bench.primitives;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;

/// Points and scalars of both groups. *Secret* is constant time and off the heap, *public* takes what time it takes.
@State(Scope.Thread)
public class CurveBenchmark {
    /// Which group.
    @Param({"SECP256K1", "ED25519"})
    public Curve curve = Curve.SECP256K1;

    private final SecretMemory home = SecretMemory.open();
    private Group group = curve.group();
    private Scalar scalar = group.scalar(1);
    private SecretScalar secret = group.secretZero(home);
    private Point point = group.generator();
    private Bytes encoded = point.encode();

    /// Draws numbers and a point.
    @Setup
    public void draw() {
        var entropy = new SystemEntropy();
        group = curve.group();
        scalar = group.randomScalar(entropy);
        secret = group.randomSecret(entropy, home);
        encoded = group.randomScalar(entropy).timesGenerator().encode();
        point = group.parsePoint(encoded).orThrow();
    }

    /// Gives the secrets' memory back.
    @TearDown
    public void close() {
        home.close();
    }

    /// A secret times the generator, as a nonce's commitment.
    @Benchmark
    public Element secretTimesGenerator() {
        return secret.timesGenerator();
    }

    /// A secret times a point, as in the base OT.
    @Benchmark
    public Element secretTimesPoint() {
        return secret.timesToPublic(point);
    }

    /// A public number times the generator.
    @Benchmark
    public Element publicTimesGenerator() {
        return scalar.timesGenerator();
    }

    /// A public number times a point, as a binding factor.
    @Benchmark
    public Element publicTimesPoint() {
        return point.times(scalar);
    }

    /// A sum of three points.
    @Benchmark
    public Element sumOfThree() {
        return group.sum(List.of(point, group.generator(), point));
    }

    /// A stranger's encoding, with all it takes to believe it.
    @Benchmark
    public Parsed<Point> readPoint() {
        return group.parsePoint(encoded);
    }

    /// The square of a secret number.
    @Benchmark
    public void secretProduct() {
        secret.times(secret).close();
    }

    /// The inverse of a secret number.
    @Benchmark
    public void secretInverse() {
        secret.invert().close();
    }

    /// The square of a public number.
    @Benchmark
    public Scalar publicProduct() {
        return scalar.times(scalar);
    }
}

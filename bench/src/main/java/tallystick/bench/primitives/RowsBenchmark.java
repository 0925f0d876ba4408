package tallystick.bench.primitives;

import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.SecpRows;
import tallystick.crypto.curve.SecpScalars;
import tallystick.crypto.hash.PrgAes;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.ecdsa.VectorPractice;

/// Bulk work of a VOLE: columns of scalars, and the stream that stretches seeds.
@State(Scope.Thread)
public class RowsBenchmark {
    private static final int COUNT = 416;
    private static final int STREAM_BYTES = 4096;

    private final SystemEntropy entropy = new SystemEntropy();
    private final SecretMemory home = SecretMemory.open();
    private final SecretBytes column = home.allocate(COUNT * SecpScalars.BYTES);
    private final SecretBytes other = column(home, entropy);
    private final SecretBytes seed = SecretBytes.random(PrgAes.SEED_BYTES, entropy, home);
    private final SecretBytes stream = home.allocate(STREAM_BYTES);
    private final PrgAes generator = PrgAes.open(seed, 0);

    private static SecretBytes column(SecretMemory home, SystemEntropy entropy) {
        var column = home.allocate(COUNT * SecpScalars.BYTES);
        try (var scalar = Curve.SECP256K1.group().randomSecret(entropy, home)) {
            for (var i = 0; i < COUNT; i++)
                MemorySegment.copy(scalar.memory(), 0, column.memory(), 32L * i, SecpScalars.BYTES);
        }
        return column;
    }

    /// As a node does before it is ready.
    @Setup
    public void practise() {
        VectorPractice.run(home, () -> true);
    }

    /// Wipes all.
    @TearDown
    public void close() {
        generator.close();
        home.close();
    }

    /// Σ a·b over two columns of 416 scalars.
    @Benchmark
    public MemorySegment innerProduct() {
        SecpRows.innerProduct(other.memory(), other.memory(), COUNT, column.memory());
        return column.memory();
    }

    /// One product mod n.
    @Benchmark
    public MemorySegment product() {
        SecpScalars.mul(other.memory(), 0, other.memory(), 32, column.memory(), 0);
        return column.memory();
    }

    /// 4 KiB of the stream under a fresh seed.
    @Benchmark
    public MemorySegment prgAes() {
        generator.restart(seed, 0);
        generator.fill(stream.memory());
        return stream.memory();
    }
}

package tallystick.crypto.cheats;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;

/// G6: whoever gets a heap dump, even while secrets are at work, finds none of them in it.
class G6HeapDumpTest {
    @ParameterizedTest
    @EnumSource(Curve.class)
    void heapDump_whileSecretsAreAtWork_holdsNoneOfThem(Curve curve, @TempDir Path folder) throws IOException {
        var group = curve.group();
        var entropy = new SystemEntropy();
        try (var home = SecretMemory.open();
                var secret = group.randomSecret(entropy, home);
                var other = group.randomSecret(entropy, home);
                var encoded = secret.encode()) {
            for (var i = 0; i < 50; i++) {
                try (var sum = secret.plus(other);
                        var product = secret.times(sum);
                        var inverse = secret.invert();
                        var hidden = secret.times(group.generator())) {
                    assertThat(product.isZero() || inverse.isZero() || hidden.isZero())
                            .isFalse();
                }
                secret.timesGenerator();
                secret.timesToPublic(group.generator());
            }
            var dump = folder.resolve("without.hprof");
            dumpHeap(dump);
            assertThat(holds(dump, secret.memory())).isFalse();
            assertThat(holds(dump, encoded.memory())).isFalse();

            // The search finds what is there.
            var shown = encoded.reveal(SecretAccess.TEST_VECTOR);
            var second = folder.resolve("with.hprof");
            dumpHeap(second);
            assertThat(holds(second, encoded.memory())).isTrue();
            assertThat(shown).hasSize(32);
        }
    }

    private static void dumpHeap(Path file) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
        assertThat(Files.size(file)).isPositive();
    }

    private static boolean holds(Path file, MemorySegment secret) throws IOException {
        try (var channel = FileChannel.open(file);
                var arena = Arena.ofConfined()) {
            var dump = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            var first = secret.get(JAVA_LONG_UNALIGNED, 0);
            for (var at = 0L; at + secret.byteSize() <= dump.byteSize(); at++) {
                if (dump.get(JAVA_LONG_UNALIGNED, at) != first) continue;
                if (MemorySegment.mismatch(dump, at, at + secret.byteSize(), secret, 0, secret.byteSize()) < 0)
                    return true;
            }
            assertThat(dump.get(JAVA_BYTE, 0)).isEqualTo((byte) 'J');
            return false;
        }
    }
}

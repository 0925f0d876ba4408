package tallystick.node.log;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Canonical;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;

/// Whatever stands in a journal is refused or is the one form of it.
class JournalFuzzTest {
    private static Stream<byte[]> batches() {
        try (var home = SecretMemory.open();
                var key = IdentityKey.generate(Secrets.entropy(1), home)) {
            var head = new TreeHead(2, StandardHash.sha256(Bytes.empty()));
            var checkpoint = SignedCheckpoint.of(IdentityKey.LOG_NAME_PREFIX + "alpha", head, key);
            return Stream.of(new Journal.Batch(0, List.of(Bytes.ofUtf8("one"), Bytes.ofUtf8("two")), checkpoint)
                    .body()
                    .toArray());
        }
    }

    @MethodSource("batches")
    @FuzzTest
    void anyBatch_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, Journal.Batch::parse, Journal.Batch::body);
    }
}

package tallystick.node.quarantine;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.time.Instant;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Canonical;

/// Whatever is in the file of quarantines, it is refused or is the one form of what was read.
class QuarantineRecordFuzzTest {
    private static Stream<byte[]> records() {
        var shares = new TreeMap<tallystick.crypto.hash.Digest32, Integer>();
        shares.put(StandardHash.sha256(Bytes.ofUtf8("a")), 1);
        shares.put(StandardHash.sha256(Bytes.ofUtf8("b")), 7);
        var entry = new QuarantineRecord.Entry("operator", "a stolen disk", Instant.ofEpochMilli(5), shares);
        var bare = new QuarantineRecord.Entry("operator", "why", Instant.EPOCH, new TreeMap<>());
        return Stream.of(
                        QuarantineRecord.NONE,
                        QuarantineRecord.NONE.with("alpha", entry),
                        QuarantineRecord.NONE.with("alpha", entry).with("bravo", bare))
                .map(record -> record.encode().toArray());
    }

    @MethodSource("records")
    @FuzzTest
    void anyRecord_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, QuarantineRecord::parse, QuarantineRecord::encode);
    }
}

package tallystick.node.refresh;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.RefreshCause;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Canonical;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;

/// Whatever a node says of a refresh is refused, or is the one form of what was read.
class RefreshMessageFuzzTest {
    private static final SecretMemory HOME = SecretMemory.open();

    private static Stream<byte[]> messages() {
        var ask = StandardHash.sha256(Bytes.ofUtf8("ask"));
        var record = new KeyRecord(Bytes.ofUtf8("certificate"), List.of("alpha"), 0);
        try (var key = IdentityKey.generate(Secrets.entropy(1), HOME)) {
            var order = new CeremonyOrder.Draft(
                            new CeremonyTask.Refresh(record, RefreshCause.SCHEDULE, ""),
                            1,
                            1,
                            Instant.ofEpochSecond(5),
                            ask.bytes(),
                            "alpha")
                    .sign(key);
            return Stream.of(
                            new RefreshMessage.Ask(ask, ask, 3, 4),
                            new RefreshMessage.Yes(ask, 1),
                            new RefreshMessage.No(ask, "it is not yet the time"),
                            new RefreshMessage.Begin(ask, order))
                    .map(message -> message.encode().toArray());
        }
    }

    @MethodSource("messages")
    @FuzzTest
    void anyMessage_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, RefreshMessage::parse, RefreshMessage::encode);
    }
}

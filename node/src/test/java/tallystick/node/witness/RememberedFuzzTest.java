package tallystick.node.witness;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Canonical;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;

/// Whatever a witness finds on its disk is refused or is the one form of it.
class RememberedFuzzTest {
    private static Remembered quarantined(String reason) {
        try (var home = SecretMemory.open();
                var key = IdentityKey.generate(Secrets.entropy(1), home)) {
            var head = new TreeHead(2, StandardHash.sha256(Bytes.empty()));
            var checkpoint = SignedCheckpoint.of(IdentityKey.LOG_NAME_PREFIX + "alpha", head, key);
            return new Remembered(checkpoint, Optional.of(new Remembered.Quarantine(reason, checkpoint)));
        }
    }

    private static Stream<byte[]> records() {
        var quarantined = quarantined("another history");
        return Stream.of(quarantined, new Remembered(quarantined.newest(), Optional.empty()))
                .map(each -> each.encode().toArray());
    }

    @MethodSource("records")
    @FuzzTest
    void anyRecord_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, Remembered::parse, Remembered::encode);
    }

    @Test
    void reasonThatIsNoUtf8_isRefused() {
        var bytes = quarantined("?").encode().toArray();
        assertThat(Remembered.parse(Bytes.copyOf(bytes))).isInstanceOf(Parsed.Ok.class);
        var at = bytes.length - quarantined("?").newest().encode().length() - 5;
        assertThat(bytes[at]).isEqualTo((byte) '?');
        bytes[at] = (byte) 0xff;
        assertThat(Remembered.parse(Bytes.copyOf(bytes))).isEqualTo(new Parsed.Malformed<>(at - 4, "reason as utf-8"));
    }
}

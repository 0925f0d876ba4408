package tallystick.crypto.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.PrgAes;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.secret.SecretMemory;

class PrgAesTest {
    private static final Bytes SEED = Bytes.ofHex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");

    @Test
    void stream_isAesOfTheCounters() throws GeneralSecurityException {
        var aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(SEED.toArray(), "AES"));
        var expected = new Writer();
        for (var counter = 0; counter < 1024; counter++)
            expected.raw(Bytes.copyOf(
                    aes.doFinal(new Writer().u64(7).u64(counter).toBytes().toArray())));
        assertThat(stream(7, 16 * 1024)).isEqualTo(expected.toBytes());
    }

    @Test
    void aesOfTheStandardsExample_agrees() throws GeneralSecurityException {
        // NIST SP 800-38A, F.1.5: the block cipher under the same key, so that the test above stands on a standard.
        var aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(SEED.toArray(), "AES"));
        var block = Bytes.ofHex("6bc1bee22e409f96e93d7e117393172a");
        assertThat(Bytes.copyOf(aes.doFinal(block.toArray()))).hasToString("f3eed1bdb5d2a03c064b5a7e3db181f8");
    }

    @Test
    void streamStartedAnew_isThatOfTheOtherSeed() {
        try (var home = SecretMemory.open();
                var seed = Secrets.of(SEED, home);
                var other = Secrets.of(Bytes.copyOf(new byte[32]), home);
                var prg = PrgAes.open(other, 3);
                var arena = Arena.ofConfined()) {
            var memory = arena.allocate(5000);
            prg.fill(memory.asSlice(0, 100));
            prg.restart(seed, 9);
            prg.fill(memory);
            assertThat(bytes(memory)).isEqualTo(stream(9, 5000));
        }
    }

    @Test
    void stream_readInPieces_isTheSame() {
        var whole = stream(0, 10_000);
        try (var home = SecretMemory.open();
                var seed = Secrets.of(SEED, home);
                var prg = PrgAes.open(seed, 0);
                var arena = Arena.ofConfined()) {
            var memory = arena.allocate(10_000);
            var at = 0L;
            for (var piece = 0L; at < 10_000; piece += 97) {
                var length = Math.min(piece, 10_000 - at);
                prg.fill(memory.asSlice(at, length));
                at += length;
            }
            assertThat(bytes(memory)).isEqualTo(whole);
        }
    }

    @Test
    void stream_ofAnotherDomain_isAnother() {
        assertThat(stream(0, 64)).isNotEqualTo(stream(1, 64));
    }

    @Test
    void wrongUse_isTheCallersFault() {
        try (var home = SecretMemory.open();
                var seed = Secrets.of(SEED, home);
                var shortSeed = home.allocate(16)) {
            assertThatThrownBy(() -> PrgAes.open(shortSeed, 0)).hasMessage("seed of 16 bytes, not 32");
            assertThatThrownBy(() -> PrgAes.open(seed, -1)).hasMessage("domain -1 negative");
            var closed = PrgAes.open(seed, 0);
            closed.close();
            assertThatThrownBy(() -> closed.fill(MemorySegment.ofArray(new byte[1])))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    private static Bytes stream(long domain, int lengthBytes) {
        try (var home = SecretMemory.open();
                var seed = Secrets.of(SEED, home);
                var prg = PrgAes.open(seed, domain);
                var arena = Arena.ofConfined()) {
            var memory = arena.allocate(lengthBytes);
            prg.fill(memory);
            return bytes(memory);
        }
    }

    private static Bytes bytes(MemorySegment memory) {
        return Bytes.copyOf(memory.toArray(ValueLayout.JAVA_BYTE));
    }
}

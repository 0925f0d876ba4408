package tallystick.crypto.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Transcript;

/// Long strings of bytes share memory where short ones are copied; nobody can tell by their behaviour.
class LongBytesTest {
    private static final byte[] MANY = new byte[40_000];

    static {
        for (var i = 0; i < MANY.length; i++) MANY[i] = (byte) (i * 31 >> 3);
    }

    @Test
    void part_ofAnyLength_equalsACopyOfIt() {
        var whole = Bytes.copyOf(MANY);
        var compared = 0;
        for (var length : new int[] {0, 1, 4095, 4096, 4097, 20_000}) {
            for (var from : new int[] {0, 1, 20_000}) {
                var part = whole.slice(from, from + length);
                var array = Arrays.copyOfRange(MANY, from, from + length);
                var copy = Bytes.copyOf(array);
                assertThat(part).isEqualTo(copy).hasSameHashCodeAs(copy).hasToString(copy.toHex());
                assertThat(part.compareTo(copy)).isZero();
                assertThat(part.length()).isEqualTo(length);
                assertThat(part.toArray()).isEqualTo(array);
                assertThat(part.memory().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(array);
                assertThat(new Writer().raw(part).toBytes()).isEqualTo(copy);
                assertThat(Transcript.of("tallystick/test/v1/long")
                                .add("part", part)
                                .digest())
                        .isEqualTo(Transcript.of("tallystick/test/v1/long")
                                .add("part", copy)
                                .digest());
                compared++;
            }
        }
        assertThat(compared).isEqualTo(18);
    }

    @Test
    void partOfAPart_standsWhereItShould() {
        var part = Bytes.copyOf(MANY).slice(100, 30_100).slice(50, 25_050);
        assertThat(part.slice(7, 9)).isEqualTo(Bytes.copyOf(MANY, 157, 2));
        assertThat(part.at(0)).isEqualTo(MANY[150] & 0xff);
        assertThat(part).isEqualTo(Bytes.copyOf(MANY, 150, 25_000));
    }

    @Test
    void bytesOutsideAPart_areOutOfReach() {
        var part = Bytes.copyOf(MANY).slice(100, 5100);
        assertThatThrownBy(() -> part.at(5000)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> part.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> part.slice(0, 5001)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(part.memory().byteSize()).isEqualTo(5000);
        assertThat(part.memory().isReadOnly()).isTrue();
    }

    @Test
    void writerFilledExactly_keepsWhatItGave() {
        var writer = new Writer(4).u32(7);
        var first = writer.toBytes();
        writer.u32(9);
        assertThat(first).isEqualTo(Bytes.ofHex("00000007"));
        assertThat(writer.toBytes()).isEqualTo(Bytes.ofHex("0000000700000009"));
    }

    @Test
    void nativeMemory_hashesAndCopiesAsItsBytes() {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, MANY);
            assertThat(Bytes.copyOf(memory)).isEqualTo(Bytes.copyOf(MANY));
            assertThat(Transcript.of("tallystick/test/v1/long")
                            .add("field", memory)
                            .digest())
                    .isEqualTo(Transcript.of("tallystick/test/v1/long")
                            .add("field", Bytes.copyOf(MANY))
                            .digest());
        }
    }
}

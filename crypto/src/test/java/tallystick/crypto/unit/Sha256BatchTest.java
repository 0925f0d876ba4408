package tallystick.crypto.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Midstate;
import tallystick.crypto.hash.Sha256Batch;

class Sha256BatchTest {
    private static final Midstate MIDSTATE = Midstate.after(Bytes.copyOf(new byte[64]));

    @Test
    void portablePath_isAlwaysThere() {
        assertThat(Sha256Batch.available().getFirst().lanes()).isEqualTo(2);
    }

    @Test
    void vectorPath_whereTheModuleIsResolved_isChosen() {
        var resolved = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                && !"off".equals(System.getProperty("tallystick.vector"));
        assertThat(Sha256Batch.available()).hasSize(resolved ? 2 : 1);
        assertThat(Sha256Batch.chosen().lanes())
                .isEqualTo(Sha256Batch.available().getLast().lanes());
    }

    @Test
    void sameRow_atTwoIndicesOrColumns_givesDistinctPads() {
        var out = MemorySegment.ofArray(new byte[96]);
        var rows = MemorySegment.ofArray(new byte[32]);
        Sha256Batch.hashRows(MIDSTATE, 0, rows, 0, 2, out);
        Sha256Batch.hashRows(MIDSTATE, 1, rows, 0, 1, out.asSlice(64));
        assertThat(out.asSlice(0, 32).mismatch(out.asSlice(32, 32))).isNotEqualTo(-1);
        assertThat(out.asSlice(0, 32).mismatch(out.asSlice(64, 32))).isNotEqualTo(-1);
    }

    @Test
    void chosenPath_givesWhatThePortablePathGives() {
        var portable = Sha256Batch.available().getFirst();
        var blocks = MemorySegment.ofArray(new byte[17 * 64]);
        for (var i = 0L; i < blocks.byteSize(); i++) blocks.set(ValueLayout.JAVA_BYTE, i, (byte) (i * i));
        var expected = MemorySegment.ofArray(new byte[17 * 32]);
        var out = MemorySegment.ofArray(new byte[17 * 32]);
        portable.compressMany(MIDSTATE.state(), blocks, 17, expected);
        Sha256Batch.compressMany(MIDSTATE.state(), blocks, 17, out);
        assertThat(out.mismatch(expected)).isEqualTo(-1);
        var lastRow = Integer.MAX_VALUE - 17;
        portable.hashRows(MIDSTATE, 5, blocks, lastRow, 17, expected);
        Sha256Batch.hashRows(MIDSTATE, 5, blocks, lastRow, 17, out);
        assertThat(out.mismatch(expected)).isEqualTo(-1);
    }

    @Test
    void shortMemory_isTheCallersFault() {
        var bytes = MemorySegment.ofArray(new byte[64]);
        assertThatThrownBy(() -> Sha256Batch.hashRows(MIDSTATE, 0, bytes.asSlice(0, 31), 0, 2, bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows of 31 bytes, not 32");
        assertThatThrownBy(() -> Sha256Batch.hashRows(MIDSTATE, 0, bytes, 0, 2, bytes.asSlice(0, 63)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("out of 63 bytes, not 64");
        assertThatThrownBy(() -> Sha256Batch.compressMany(MIDSTATE.state(), bytes.asSlice(1), 1, bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("blocks of 63 bytes, not 64");
        assertThatThrownBy(() -> Sha256Batch.compressMany(bytes.asSlice(0, 31), bytes, 1, bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("midstate of 31 bytes, not 32");
    }

    @Test
    void rowIndicesAndColumns_outOfRange_areTheCallersFault() {
        var bytes = MemorySegment.ofArray(new byte[64]);
        assertThatThrownBy(() -> Sha256Batch.hashRows(MIDSTATE, -1, bytes, 0, 1, bytes))
                .hasMessage("column -1 negative");
        assertThatThrownBy(() -> Sha256Batch.hashRows(MIDSTATE, 0, bytes, Integer.MAX_VALUE, 1, bytes))
                .hasMessage("first row 2147483647 of 1 rows not in range");
        assertThatThrownBy(() -> Sha256Batch.hashRows(MIDSTATE, 0, bytes, -1, 1, bytes))
                .hasMessage("first row -1 of 1 rows not in range");
        assertThatThrownBy(() -> Sha256Batch.hashRows(MIDSTATE, 0, bytes, 0, -1, bytes))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void midstate_ofABrokenBlock_isTheCallersFault() {
        for (var length : new int[] {0, 1, 63, 65})
            assertThatThrownBy(() -> Midstate.after(Bytes.copyOf(new byte[length])))
                    .isInstanceOf(IllegalArgumentException.class);
        assertThat(MIDSTATE.prefixLengthBytes()).isEqualTo(64);
        assertThatThrownBy(() -> MIDSTATE.state().fill((byte) 1)).isInstanceOf(IllegalArgumentException.class);
    }
}

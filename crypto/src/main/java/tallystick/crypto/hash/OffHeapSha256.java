package tallystick.crypto.hash;

import static tallystick.crypto.hash.Sha256Compression.BLOCK_BYTES;
import static tallystick.crypto.hash.Sha256Compression.STATE_BYTES;
import static tallystick.crypto.hash.Sha256Compression.WINDOW_BYTES;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// A streaming SHA-256 whose state, block and schedule live in secret memory.
///
/// @spec https://doi.org/10.6028/NIST.FIPS.180-4 FIPS 180-4 §5.1.1, §6.2 (padding, SHA-256)
final class OffHeapSha256 implements AutoCloseable {
    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    /// Where in a padded last block the message's length in bits stands.
    private static final int LENGTH_AT = BLOCK_BYTES - 8;

    private final SecretBytes workspace;
    private final MemorySegment state;
    private final MemorySegment block;
    private final MemorySegment window;
    /// Where [#digestTo] works, so that the running state stays as it is.
    private final MemorySegment lastState;
    private final MemorySegment lastBlock;
    private long lengthBytes;

    private OffHeapSha256(SecretBytes workspace) {
        this.workspace = workspace;
        var memory = workspace.memory();
        this.state = memory.asSlice(0, STATE_BYTES);
        this.lastState = memory.asSlice(STATE_BYTES, STATE_BYTES);
        this.block = memory.asSlice(2 * STATE_BYTES, BLOCK_BYTES);
        this.lastBlock = memory.asSlice(2 * STATE_BYTES + BLOCK_BYTES, BLOCK_BYTES);
        this.window = memory.asSlice(2 * STATE_BYTES + 2 * BLOCK_BYTES, WINDOW_BYTES);
    }

    static OffHeapSha256 open(SecretMemory home) {
        var sha256 = new OffHeapSha256(home.allocate(2 * STATE_BYTES + 2 * BLOCK_BYTES + WINDOW_BYTES));
        Sha256Compression.start(sha256.state);
        return sha256;
    }

    void update(byte value) {
        block.set(ValueLayout.JAVA_BYTE, filled(), value);
        lengthBytes++;
        if (filled() == 0) Sha256Compression.compress(state, block, 0, window);
    }

    void update(MemorySegment input) {
        var from = 0L;
        var length = input.byteSize();
        while (from < length) {
            var filled = filled();
            if (filled == 0 && length - from >= BLOCK_BYTES) {
                Sha256Compression.compress(state, input, from, window);
                from += BLOCK_BYTES;
                lengthBytes += BLOCK_BYTES;
                continue;
            }
            var taken = Math.min(BLOCK_BYTES - filled, length - from);
            MemorySegment.copy(input, from, block, filled, taken);
            from += taken;
            lengthBytes += taken;
            if (filled() == 0) Sha256Compression.compress(state, block, 0, window);
        }
    }

    /// Writes the hash of all given so far; more may follow.
    void digestTo(MemorySegment target32) {
        var filled = filled();
        lastState.copyFrom(state);
        lastBlock.fill((byte) 0);
        MemorySegment.copy(block, 0, lastBlock, 0, filled);
        lastBlock.set(ValueLayout.JAVA_BYTE, filled, (byte) 0x80);
        if (filled >= LENGTH_AT) {
            Sha256Compression.compress(lastState, lastBlock, 0, window);
            lastBlock.fill((byte) 0);
        }
        lastBlock.set(LENGTH, LENGTH_AT, lengthBytes * 8);
        Sha256Compression.compress(lastState, lastBlock, 0, window);
        MemorySegment.copy(lastState, 0, target32, 0, STATE_BYTES);
    }

    /// Gives the memory back, wiped.
    @Override
    public void close() {
        workspace.close();
    }

    private int filled() {
        return (int) (lengthBytes & BLOCK_BYTES - 1);
    }
}

package tallystick.wire.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Drainable;
import io.grpc.HasByteBuffer;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.wire.Wire;

/// Messages arrive as they left, whatever pieces the network makes of them.
class RawBytesTest {
    private static final int[] LENGTHS = {0, 1, 1000, 1 << 16, (1 << 16) + 1, 300_000};

    @Test
    void messageOfAnyLength_readOrDrained_isTheSame() throws IOException {
        var compared = 0;
        for (var length : LENGTHS) {
            var bytes = random(length);
            assertThat(Wire.LINK.streamRequest(bytes).readAllBytes()).isEqualTo(bytes.toArray());
            assertThat(Wire.LINK.parseRequest(Wire.LINK.streamRequest(bytes))).isEqualTo(bytes);
            compared++;
        }
        assertThat(compared).isEqualTo(LENGTHS.length);
    }

    @Test
    void longMessage_leavesPieceByPiece_andKnowsWhatIsLeft() throws IOException {
        var bytes = random(300_000);
        var stream = Wire.LINK.streamRequest(bytes);
        assertThat(stream).isInstanceOf(KnownLength.class);
        assertThat(stream.read()).isEqualTo(bytes.at(0));
        assertThat(stream.available()).isEqualTo(299_999);
        var drained = new ByteArrayOutputStream();
        assertThat(((Drainable) stream).drainTo(drained)).isEqualTo(299_999);
        assertThat(drained.toByteArray()).isEqualTo(bytes.slice(1, 300_000).toArray());
        assertThat(stream.available()).isZero();
    }

    @Test
    void messageInPieces_arrivesWhole() {
        for (var length : LENGTHS) {
            var bytes = random(length);
            assertThat(Wire.LINK.parseRequest(new InPieces(bytes, 16_384))).isEqualTo(bytes);
        }
    }

    @Test
    void messageThatEndsBeforeItSaid_isRefused() {
        var stream = new InPieces(random(100), 30);
        stream.pieces.removeLast();
        assertThatThrownBy(() -> Wire.LINK.parseRequest(stream)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void streamThatKnowsNoLength_isReadToItsEnd() {
        var bytes = random(100_000);
        var silent = new ByteArrayInputStream(bytes.toArray()) {
            @Override
            public synchronized int available() {
                return 0;
            }
        };
        assertThat(Wire.LINK.parseRequest(silent)).isEqualTo(bytes);
    }

    @Test
    void longMessageOnItsWayOut_isReadInAnyPieces() throws IOException {
        var bytes = random(200_000);
        try (var stream = Wire.LINK.streamRequest(bytes)) {
            var first = stream.read();
            var rest = stream.readAllBytes();
            assertThat(first).isEqualTo(bytes.at(0));
            assertThat(Bytes.copyOf(rest)).isEqualTo(bytes.slice(1, bytes.length()));
            assertThat(stream.read()).isEqualTo(-1);
        }
    }

    private static Bytes random(int length) {
        var bytes = new byte[length];
        new Random(7 + length).nextBytes(bytes);
        return Bytes.copyOf(bytes);
    }

    /// As the network brings them.
    private static final class InPieces extends InputStream implements KnownLength, HasByteBuffer {
        private final Deque<ByteBuffer> pieces = new ArrayDeque<>();
        private int left;

        InPieces(Bytes all, int lengthMax) {
            left = all.length();
            for (var from = 0; from < all.length(); from += lengthMax) {
                var array = Arrays.copyOfRange(all.toArray(), from, Math.min(all.length(), from + lengthMax));
                pieces.add(ByteBuffer.allocateDirect(array.length).put(array).flip());
            }
        }

        @Override
        public boolean byteBufferSupported() {
            return true;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return pieces.isEmpty() ? ByteBuffer.allocate(0) : pieces.getFirst().asReadOnlyBuffer();
        }

        @Override
        public long skip(long count) {
            var skipped = (int)
                    Math.min(count, pieces.isEmpty() ? 0 : pieces.getFirst().remaining());
            for (var i = 0; i < skipped; i++) read();
            return skipped;
        }

        @Override
        public int read() {
            if (pieces.isEmpty()) return -1;
            var value = pieces.getFirst().get() & 0xff;
            left--;
            if (!pieces.getFirst().hasRemaining()) pieces.removeFirst();
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            var length = 0;
            for (var next = count > 0 ? read() : -1; next >= 0; next = length < count ? read() : -1)
                target[offset + length++] = (byte) next;
            return length == 0 && count > 0 ? -1 : length;
        }

        @Override
        public int available() {
            return left;
        }
    }
}

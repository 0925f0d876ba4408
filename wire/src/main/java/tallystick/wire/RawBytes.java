package tallystick.wire;

import io.grpc.Drainable;
import io.grpc.HasByteBuffer;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;

/// Messages as they are: opaque bytes, copied once on their way out and once on their way in.
///
/// **Why** what fills the pools of two nodes comes in messages of megabytes, one after the other; each further copy of
/// them is garbage of that size.
enum RawBytes implements MethodDescriptor.Marshaller<Bytes> {
    INSTANCE;

    private static final int CHUNK_BYTES = 1 << 16;

    @Override
    public InputStream stream(Bytes value) {
        return value.length() <= CHUNK_BYTES ? new ByteArrayInputStream(value.toArray()) : new Pieces(value);
    }

    @Override
    public Bytes parse(InputStream stream) {
        try {
            var writer = new Writer(Math.min(stream.available(), Wire.MESSAGE_BYTES_MAX));
            if (stream instanceof HasByteBuffer buffers && buffers.byteBufferSupported())
                while (stream.available() > 0) take(stream, buffers, writer);
            // Whatever else a stream may be: to its end, and no further than the longest message.
            writer.raw(Bytes.copyOf(stream.readNBytes(Wire.MESSAGE_BYTES_MAX)));
            return writer.toBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void take(InputStream stream, HasByteBuffer buffers, Writer writer) throws IOException {
        var piece = buffers.getByteBuffer();
        if (piece == null || !piece.hasRemaining()) throw new IOException("a message without the bytes it announced");
        writer.raw(MemorySegment.ofBuffer(piece));
        stream.skipNBytes(piece.remaining());
    }

    /// A message that leaves piece by piece, without a copy of the whole.
    private static final class Pieces extends InputStream implements Drainable, KnownLength {
        private final Bytes value;
        private int position;

        Pieces(Bytes value) {
            this.value = value;
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            var chunk = new byte[CHUNK_BYTES];
            var begun = position;
            while (position < value.length()) {
                var length = Math.min(chunk.length, value.length() - position);
                MemorySegment.copy(value.memory(), ValueLayout.JAVA_BYTE, position, chunk, 0, length);
                target.write(chunk, 0, length);
                position += length;
            }
            return position - begun;
        }

        @Override
        public int available() {
            return value.length() - position;
        }

        @Override
        public int read() {
            return position < value.length() ? value.at(position++) : -1;
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            var length = Math.min(count, available());
            if (length == 0) return count == 0 ? 0 : -1;
            MemorySegment.copy(value.memory(), ValueLayout.JAVA_BYTE, position, target, offset, length);
            position += length;
            return length;
        }
    }
}

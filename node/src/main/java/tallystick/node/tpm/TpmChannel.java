package tallystick.node.tpm;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tallystick.crypto.codec.Bytes;

/// Carries commands to a TPM and its answers back.
///
/// **Form** of an address: `device:` and a path, such as `device:/dev/tpmrm0`, whose kernel driver shares the TPM among
/// programs; or `socket:` and host and port, the command port of a simulator.
///
/// **Threads** one.
final class TpmChannel implements AutoCloseable {
    private static final int HEADER_BYTES = 10;
    private static final int RESPONSE_BYTES_MAX = 4096;
    private static final int CONNECT_MILLIS_MAX = 5_000;
    private static final int ANSWER_MILLIS_MAX = 60_000;

    private final String address;
    private final Closeable resource;
    private final ReadableByteChannel from;
    private final WritableByteChannel to;
    private final boolean wholeReads;

    private TpmChannel(
            String address, Closeable resource, ReadableByteChannel from, WritableByteChannel to, boolean wholeReads) {
        this.address = address;
        this.resource = resource;
        this.from = from;
        this.to = to;
        this.wholeReads = wholeReads;
    }

    static TpmChannel open(String address) throws TpmFailed {
        try {
            if (address.startsWith("device:")) {
                var file = Path.of(address.substring("device:".length()));
                ByteChannel device = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                return new TpmChannel(address, device, device, device, true);
            }
            var separator = address.lastIndexOf(':');
            if (!address.startsWith("socket:") || separator <= "socket:".length())
                throw new TpmFailed(
                        TpmFailed.Kind.ABSENT, "%s is neither device:PATH nor socket:HOST:PORT".formatted(address));
            var host = address.substring("socket:".length(), separator);
            var socket = new Socket();
            socket.connect(
                    new InetSocketAddress(host, Integer.parseInt(address.substring(separator + 1))),
                    CONNECT_MILLIS_MAX);
            socket.setSoTimeout(ANSWER_MILLIS_MAX);
            return new TpmChannel(
                    address,
                    socket,
                    Channels.newChannel(socket.getInputStream()),
                    Channels.newChannel(socket.getOutputStream()),
                    false);
        } catch (IOException | IllegalArgumentException e) {
            throw absent(address, e);
        }
    }

    private static TpmFailed absent(String address, Exception e) {
        return new TpmFailed(
                TpmFailed.Kind.ABSENT,
                "no TPM answers at %s (%s): check that it is switched on and this user may use it"
                        .formatted(address, e.getClass().getSimpleName()));
    }

    /// Sends a command and waits for the whole answer.
    Bytes transmit(Bytes command) throws TpmFailed {
        try {
            var out = ByteBuffer.wrap(command.toArray());
            while (out.hasRemaining()) to.write(out);
            var in = ByteBuffer.allocate(RESPONSE_BYTES_MAX);
            // A device gives its answer in one read, a stream in pieces.
            if (wholeReads) readSome(in);
            else {
                in.limit(HEADER_BYTES);
                while (in.hasRemaining()) readSome(in);
                var length = in.getInt(2);
                if (length < HEADER_BYTES || length > RESPONSE_BYTES_MAX)
                    throw new IOException("an answer of %d bytes".formatted(length));
                in.limit(length);
                while (in.hasRemaining()) readSome(in);
            }
            return Bytes.copyOf(in.array(), 0, in.position());
        } catch (IOException e) {
            throw absent(address, e);
        }
    }

    private void readSome(ByteBuffer in) throws IOException {
        if (from.read(in) < 0) throw new EOFException();
    }

    @Override
    public void close() throws TpmFailed {
        try {
            resource.close();
        } catch (IOException e) {
            throw absent(address, e);
        }
    }
}

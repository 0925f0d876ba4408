package tallystick.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import tallystick.crypto.codec.Bytes;

/// A long way between the nodes of one machine: forwards connections, and holds every byte for the same time in each
/// direction.
///
/// **Why** the time between two places cannot be had on one machine, and what a request waits for is to be told in
/// round trips. Bandwidth is not limited, and nothing is lost.
///
/// **Threads** any; each direction of each connection has two virtual threads of its own.
final class Distance implements AutoCloseable {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final Chunk END = new Chunk(Bytes.empty(), 0);

    private final List<ServerSocket> doors = new ArrayList<>();
    private volatile Duration oneWay = Duration.ZERO;

    private record Chunk(Bytes bytes, long dueNanos) {}

    /// How long every byte takes from now on.
    void set(Duration oneWay) {
        this.oneWay = oneWay;
    }

    /// Opens a port whose connections lead to another port of this machine.
    synchronized int to(int port) throws IOException {
        var door = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        doors.add(door);
        Thread.ofVirtual().name("distance").start(() -> accept(door, port));
        return door.getLocalPort();
    }

    @Override
    public synchronized void close() throws IOException {
        for (var door : doors) door.close();
    }

    private void accept(ServerSocket door, int port) {
        while (!door.isClosed()) {
            try {
                var near = door.accept();
                var far = new Socket(InetAddress.getLoopbackAddress(), port);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                carry(near, far);
                carry(far, near);
            } catch (IOException gone) {
                // The node is not there yet, or the door was closed: who wants to connect tries again.
            }
        }
    }

    private void carry(Socket from, Socket to) throws IOException {
        BlockingQueue<Chunk> onTheWay = new LinkedBlockingQueue<>();
        var in = from.getInputStream();
        var out = to.getOutputStream();
        Thread.ofVirtual().name("distance-in").start(() -> take(in, onTheWay));
        Thread.ofVirtual().name("distance-out").start(() -> give(onTheWay, out, to));
    }

    private void take(InputStream in, BlockingQueue<Chunk> onTheWay) {
        try {
            while (true) {
                var bytes = new byte[CHUNK_BYTES];
                var length = in.read(bytes);
                if (length < 0) break;
                onTheWay.add(
                        new Chunk(Bytes.copyOf(Arrays.copyOf(bytes, length)), System.nanoTime() + oneWay.toNanos()));
            }
        } catch (IOException broken) {
            // The connection ended; so does what it carries.
        }
        onTheWay.add(END);
    }

    private static void give(BlockingQueue<Chunk> onTheWay, OutputStream out, Socket to) {
        try (to) {
            for (var chunk = onTheWay.take(); !chunk.equals(END); chunk = onTheWay.take()) {
                for (var left = chunk.dueNanos() - System.nanoTime(); left > 0; ) {
                    LockSupport.parkNanos(left);
                    left = chunk.dueNanos() - System.nanoTime();
                }
                out.write(chunk.bytes().toArray());
                out.flush();
            }
        } catch (IOException broken) {
            // The other end is gone: closing ours tells the first.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

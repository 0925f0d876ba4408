package tallystick.control.kit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A line to a port of this machine that can be cut and mended.
///
/// **Threads** any.
public final class Cable implements AutoCloseable {
    private final int target;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket door;
    private volatile boolean isMute;

    private Cable(int target, ServerSocket door) {
        this.target = target;
        this.door = door;
        this.port = door.getLocalPort();
    }

    /// Whoever asks at its port is connected to `target`.
    public static Cable to(int target) throws IOException {
        var cable = new Cable(target, new ServerSocket(0, 64, InetAddress.getLoopbackAddress()));
        cable.serve(cable.door);
        return cable;
    }

    /// Where it is reached.
    public int port() {
        return port;
    }

    private void serve(ServerSocket at) {
        Thread.ofVirtual().name("cable").start(() -> {
            while (!at.isClosed())
                try {
                    connect(at, at.accept());
                } catch (IOException cut) {
                    // Nobody is let in where nothing is behind it, and the door ends by being closed.
                }
        });
    }

    /// **Why** the door is looked at last: who came in while the line was cut is not among those that were cut off.
    private void connect(ServerSocket through, Socket asking) throws IOException {
        open.add(asking);
        if (isMute) return;
        try {
            var answering = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(answering);
            if (through.isClosed()) {
                answering.close();
                throw new IOException("the line was cut");
            }
            carry(asking, answering);
            carry(answering, asking);
        } catch (IOException nobody) {
            asking.close();
            open.remove(asking);
            throw nobody;
        }
    }

    private void carry(Socket from, Socket to) {
        Thread.ofVirtual().name("cable").start(() -> {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException cut) {
                // Either end was closed, or the line was cut: both are closed.
            } finally {
                open.remove(from);
            }
        });
    }

    /// Ends all there is, and lets nobody in.
    public void cut() throws IOException {
        door.close();
        for (var each : open) each.close();
    }

    /// Ends all there is, and from now on lets everybody in, hears him and never answers.
    public void mute() throws IOException {
        isMute = true;
        for (var each : open) each.close();
        open.removeIf(Socket::isClosed);
    }

    /// How many wait for an answer that does not come.
    public int waiting() {
        return (int) open.stream().filter(each -> !each.isClosed()).count();
    }

    /// Ends those who wait, and answers whoever comes from now on.
    public void unmute() throws IOException {
        isMute = false;
        for (var each : open) each.close();
        open.removeIf(Socket::isClosed);
    }

    /// Lets in again, at the same port.
    public void mend() throws IOException {
        var again = new ServerSocket();
        again.setReuseAddress(true);
        again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        door = again;
        serve(again);
    }

    @Override
    public void close() throws IOException {
        cut();
    }
}

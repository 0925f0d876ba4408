package tallystick.node.kit;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for what tests start.
///
/// **Why** not those the system gives out: what it gives to one it may give the next moment to another's outgoing
/// connection, while the program that is to listen there has not begun.
final class Ports {
    private static final int FIRST = 12_000;
    private static final int COUNT = 18_000;

    private Ports() {}

    /// A port of this machine that nobody listens at, and that the system gives to nobody who does not name it.
    static int free() throws IOException {
        var taken = new BindException("no port is free");
        for (var i = 0; i < COUNT; i++) {
            var port = FIRST + ThreadLocalRandom.current().nextInt(COUNT);
            try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (BindException e) {
                taken = e;
            }
        }
        throw taken;
    }
}

package tallystick.node.kit;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Ports for what tests start.
///
/// **Why** not those the system gives out: what it gives to one it may give the next moment to another's outgoing
/// connection, while the program that is to listen there has not begun. One after the other, and each process that runs
/// tests has its own, so that none is given twice meanwhile.
public final class Ports {
    private static final int COUNT = 5_000;
    private static final int FIRST = 12_000 + Math.floorMod(Integer.getInteger("tallystick.process", 0), 4) * COUNT;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private Ports() {}

    /// A port of this machine that nobody listens at, and that the system gives to nobody who does not name it.
    public static int free() throws IOException {
        var taken = new BindException("no port is free");
        for (var i = 0; i < COUNT; i++) {
            var port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (BindException e) {
                taken = e;
            }
        }
        throw taken;
    }
}

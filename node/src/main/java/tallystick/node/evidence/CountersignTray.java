package tallystick.node.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.governance.Member;
import tallystick.core.governance.SignedRoster;
import tallystick.core.pack.CountersignOrder;
import tallystick.core.wire.CountersignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.wire.DurableFile;

/// A folder in which an operator lays orders to countersign, and finds the answers: for a node that nobody reaches over
/// a network. What a node signs, and when, is the same as at its door.
///
/// **Threads** any; one order at a time.
public final class CountersignTray {
    private static final Logger LOG = Logger.getLogger(CountersignTray.class.getName());
    private static final String ORDER = ".order";
    private static final String REPLY = ".reply";
    private static final long ORDER_BYTES_MAX = CountersignOrder.MANIFEST_BYTES_MAX + 1024L;

    private final Path folder;
    private final Supplier<SignedRoster> rosters;
    private final Countersigning countersigning;
    private final Executor executor;
    private final AtomicBoolean isBusy = new AtomicBoolean();

    /// @param folder which need not be there
    /// @param rosters what this node follows
    /// @param executor follows orders without holding up who looks
    public CountersignTray(
            Path folder, Supplier<SignedRoster> rosters, Countersigning countersigning, Executor executor) {
        this.folder = folder;
        this.rosters = rosters;
        this.countersigning = countersigning;
        this.executor = executor;
    }

    /// Follows what lies there; called often.
    /// @spec docs/spec/evidence-pack.md#EP-27 evidence-pack
    public void look() {
        if (!Files.isDirectory(folder) || !isBusy.compareAndSet(false, true)) return;
        executor.execute(() -> {
            try {
                for (var order : orders()) follow(order);
            } catch (IOException e) {
                LOG.log(Level.SEVERE, "an order to countersign could not be read or answered", e);
            } finally {
                isBusy.set(false);
            }
        });
    }

    private List<Path> orders() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ORDER))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private void follow(Path file) throws IOException {
        var name = file.getFileName().toString();
        var reply = answer(file);
        DurableFile.replace(folder.resolve(name.substring(0, name.length() - ORDER.length()) + REPLY), reply.encode());
        Files.delete(file);
    }

    private CountersignReply answer(Path file) throws IOException {
        if (Files.size(file) > ORDER_BYTES_MAX) return new CountersignReply.Refused("the order is too long");
        return switch (CountersignOrder.parse(Bytes.copyOf(Files.readAllBytes(file)))) {
            case Parsed.Ok<CountersignOrder>(var order)
            when isSigned(order) ->
                countersigning.follow(order.draft().operator(), order.draft().manifest());
            case Parsed.Ok<CountersignOrder> _ ->
                new CountersignReply.Refused("the order is signed by no operator of the roster");
            case Parsed.Malformed<CountersignOrder>(var offset, var expected) ->
                new CountersignReply.Refused("the order at byte %d: expected %s".formatted(offset, expected));
        };
    }

    private boolean isSigned(CountersignOrder order) {
        return rosters.get()
                .roster()
                .named(order.draft().operator())
                .filter(member -> member.role() == Member.Role.OPERATOR)
                .filter(member -> member.identity().verifies(order.statement(), order.signature()))
                .isPresent();
    }
}

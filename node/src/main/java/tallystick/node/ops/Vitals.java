package tallystick.node.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.audit.AuditEvent;
import tallystick.crypto.codec.Bytes;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.Alarms;
import tallystick.node.log.FileLog;
import tallystick.wire.DurableFile;

/// Looks every few seconds whether the node can still write down what it must: its ledger, its log, its directory.
///
/// **Why** on a thread of its own: a disk that hangs does not fail, it just never answers, and who asks for health must
/// hear that at once.
///
/// **Threads** any; one platform thread of its own.
public final class Vitals implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Vitals.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);
    private static final long FREE_BYTES_MIN = 64L * 1024 * 1024;

    private final Stores stores;
    private final Alarms alarms;
    private final Thread thread;
    private volatile Looked last;
    private volatile boolean closed;

    /// What must be writable.
    ///
    /// @param directory the node's own
    /// @param docket what is wrong with what is kept beside the log; what it cannot keep it does not sign
    public record Stores(Path directory, Ledger ledger, FileLog log, Supplier<Optional<String>> docket) {}

    /// @param unwritable what cannot be written
    /// @param others what is wrong and stops nothing
    private record Looked(long nanos, List<String> unwritable, long freeBytes, List<String> others) {
        List<String> troubles() {
            var all = new ArrayList<>(unwritable);
            if (unwritable.isEmpty() && freeBytes < FREE_BYTES_MIN)
                all.add("the disk has fewer than %d bytes left".formatted(FREE_BYTES_MIN));
            all.addAll(others);
            return List.copyOf(all);
        }
    }

    /// Looks once, and then again and again.
    ///
    /// @param also what else is due as often; must not throw
    public Vitals(Stores stores, Alarms alarms, Runnable also) {
        this.stores = stores;
        this.alarms = alarms;
        this.last = look();
        this.thread = Thread.ofPlatform().daemon().name("vitals").start(() -> watch(also));
    }

    private void watch(Runnable also) {
        try {
            while (!closed) {
                also.run();
                Thread.sleep(EVERY);
                var before = last;
                last = look();
                if (!last.troubles().equals(before.troubles())) say(last.troubles());
                else if (!last.troubles().isEmpty())
                    alarms.note(AuditEvent.AlarmRang.VITALS, String.join("; ", last.troubles()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(List<String> troubles) {
        if (troubles.isEmpty()) LOG.log(Level.INFO, "ledger, log and directory can be written again");
        else alarms.ring(AuditEvent.AlarmRang.VITALS, String.join("; ", troubles));
    }

    private Looked look() {
        var troubles = new ArrayList<String>();
        try {
            stores.ledger().tryOut();
        } catch (StoreUnavailable e) {
            troubles.add("the ledger cannot be written");
        }
        stores.log().trouble().ifPresent(troubles::add);
        var freeBytes = 0L;
        try {
            DurableFile.replace(
                    stores.directory().resolve("vitals"), Bytes.ofUtf8("written now and then to see that it can be\n"));
            freeBytes = Files.getFileStore(stores.directory()).getUsableSpace();
        } catch (IOException e) {
            troubles.add("the node's directory cannot be written");
        }
        return new Looked(
                System.nanoTime(),
                List.copyOf(troubles),
                freeBytes,
                stores.docket().get().stream().toList());
    }

    /// What is wrong, a lower-case phrase each; empty if nothing is.
    /// @spec docs/spec/metrics.md#ME-2 metrics
    public List<String> troubles() {
        return silence().orElseGet(() -> last.troubles());
    }

    /// Why nothing can be signed: what cannot be written now. A disk that is only short of room still takes it.
    public List<String> unwritable() {
        return silence().orElseGet(() -> last.unwritable());
    }

    private Optional<List<String>> silence() {
        var silent = Duration.ofNanos(System.nanoTime() - last.nanos());
        return silent.compareTo(SILENCE_MAX) > 0
                ? Optional.of(List.of("the disk has not answered for %d seconds".formatted(silent.toSeconds())))
                : Optional.empty();
    }

    long freeBytes() {
        return last.freeBytes();
    }

    /// Looks no more.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package tallystick.tools.pack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import tallystick.core.audit.AuditEntry;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Goes through the entries of several logs at once, the earliest next, and shows none that is not in its log's tree.
///
/// **Why** what one node wrote is held against what the others wrote at the same time; so nothing has to be remembered
/// for longer than clocks differ. **Threads** one.
public final class LogWalk {
    /// One entry.
    public record Found(String node, long index, AuditEntry entry) {}

    private final List<Walker> walkers = new ArrayList<>();

    /// @param logs those that are walked
    public LogWalk(List<PackedLog> logs) throws Unfit {
        for (var log : logs) walkers.add(new Walker(log));
    }

    /// The next entry; empty at the end.
    ///
    /// @throws Unfit if it cannot be read, or is not in the tree
    public Optional<Found> next() throws Unfit {
        Optional<Walker> earliest = Optional.empty();
        for (var walker : walkers) {
            var head = walker.head();
            if (head.isEmpty()) continue;
            if (earliest.isEmpty()
                    || head.get()
                            .entry()
                            .at()
                            .isBefore(
                                    earliest.get().head().orElseThrow().entry().at())) earliest = Optional.of(walker);
        }
        return earliest.isPresent() ? Optional.of(earliest.get().take()) : Optional.empty();
    }

    private static final class Walker {
        private final PackedLog log;
        private final Deque<Long> chunks;
        private final Deque<Found> ready = new ArrayDeque<>();
        private Optional<PackedEntries> entries = Optional.empty();
        private long index;

        Walker(PackedLog log) throws Unfit {
            this.log = log;
            this.chunks = new ArrayDeque<>(log.chunks());
        }

        Optional<Found> head() throws Unfit {
            while (ready.isEmpty()) if (!fill()) return Optional.empty();
            return Optional.of(ready.getFirst());
        }

        Found take() {
            return ready.removeFirst();
        }

        private boolean fill() throws Unfit {
            if (entries.isEmpty() || !entries.get().hasNext()) {
                if (chunks.isEmpty()) return false;
                index = chunks.getFirst() * PackedLog.CHUNK;
                entries = Optional.of(log.chunk(chunks.removeFirst()));
                return true;
            }
            var first = index;
            var bundle = new ArrayList<Bytes>();
            while (bundle.size() < PackedLog.BUNDLE && entries.get().hasNext())
                bundle.add(entries.get().next());
            log.check(first, bundle);
            for (var bytes : bundle) ready.add(new Found(log.node(), index, parsed(index++, bytes)));
            return true;
        }

        private AuditEntry parsed(long at, Bytes bytes) throws Unfit {
            return switch (AuditEntry.parse(bytes)) {
                case Parsed.Ok<AuditEntry>(var entry) -> entry;
                case Parsed.Malformed<AuditEntry>(var offset, var expected) ->
                    throw new Unfit(
                            "entry %d of %s at byte %d: expected %s".formatted(at, log.node(), offset, expected));
            };
        }
    }
}

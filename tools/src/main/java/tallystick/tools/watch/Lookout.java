package tallystick.tools.watch;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Looks at every new block for what left the organisation's accounts, and holds it against the nodes' receipts.
///
/// **Why** by the signature and not by the bytes: whatever kind of transaction it is, one that the nodes signed has
/// the signature that they wrote down before they let it out.
///
/// **Threads** one.
public final class Lookout {
    private static final int REMEMBERED_MAX = 128;

    private final Blocks blocks;
    private final Accounts accounts;
    private final Receipts receipts;
    private final Duration patience;
    private final InstantSource clock;
    private final NavigableMap<Long, String> hashes = new TreeMap<>();
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private long next;
    private long attested;

    /// A chain's blocks.
    public interface Blocks {
        /// The number of the newest.
        BigInteger head() throws IOException, InterruptedException;

        /// One of a number; empty if there is none.
        Optional<Block> block(long number) throws IOException, InterruptedException;
    }

    /// One of them.
    ///
    /// @param before the id of the one that it follows
    /// @param spends all of it, whoever's
    public record Block(String id, String before, List<Spend> spends) {
        /// Copies.
        public Block {
            spends = List.copyOf(spends);
        }
    }

    private record Waiting(Spend spend, Instant since) {}

    /// @param first the first block that is looked at
    /// @param patience how long a receipt may take to be shown by the nodes
    public Lookout(
            Blocks blocks, Accounts accounts, Receipts receipts, long first, Duration patience, InstantSource clock) {
        this.blocks = blocks;
        this.accounts = accounts;
        this.receipts = receipts;
        this.next = first;
        this.patience = patience;
        this.clock = clock;
    }

    /// Looks at what is new.
    ///
    /// @return what no receipt explains and none will: each is told once
    public List<Spend> round() throws IOException, InterruptedException {
        scan();
        if (waiting.isEmpty()) return List.of();
        var now = clock.instant();
        receipts.readNew();
        dropAttested();
        if (!waiting.isEmpty()) {
            receipts.readBack(now);
            dropAttested();
        }
        var unattested = new ArrayList<Spend>();
        for (var each : List.copyOf(waiting.values()))
            if (!now.isBefore(each.since().plus(patience))) {
                unattested.add(each.spend());
                waiting.remove(each.spend().id());
            }
        return unattested;
    }

    private void dropAttested() {
        waiting.values().removeIf(each -> {
            var isAttested = each.spend()
                    .signature()
                    .flatMap(signature -> receipts.of(signature, accounts::couldSign))
                    .isPresent();
            if (isAttested) attested++;
            return isAttested;
        });
    }

    /// After a reorganisation the blocks that are new are looked at, from the first that is another.
    private void scan() throws IOException, InterruptedException {
        var head = blocks.head().longValueExact();
        if (head + 1 < next) back(head + 1);
        while (next <= head) {
            var block = blocks.block(next);
            if (block.isEmpty()) return;
            var before = hashes.get(next - 1);
            if (before != null && !before.equals(block.get().before())) {
                back(next - 1);
                continue;
            }
            block.get().spends().forEach(this::see);
            hashes.put(next, block.get().id());
            if (hashes.size() > REMEMBERED_MAX) hashes.pollFirstEntry();
            next++;
        }
    }

    private void back(long number) {
        next = number;
        hashes.tailMap(number, true).clear();
    }

    private void see(Spend spend) {
        if (accounts.has(spend.from())) waiting.putIfAbsent(spend.id(), new Waiting(spend, clock.instant()));
    }

    /// The next block to look at: everything before it was judged, or waits.
    public long next() {
        return waiting.values().stream()
                .mapToLong(each -> each.spend().block())
                .min()
                .orElse(next);
    }

    /// How many wait for their receipts.
    public int waiting() {
        return waiting.size();
    }

    /// How many were found to be explained.
    public long attested() {
        return attested;
    }
}

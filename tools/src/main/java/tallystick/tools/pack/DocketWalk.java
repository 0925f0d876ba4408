package tallystick.tools.pack;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tallystick.core.docket.Docket;
import tallystick.core.docket.Heard;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// Goes through the dockets of nodes beside their logs: rulings stand in both in nearly the same order, so only a few
/// files are open at once, however many there are and whatever stands in them.
///
/// **Threads** one.
public final class DocketWalk {
    private static final int OPEN_MAX = 8;
    private static final Duration AHEAD = Duration.ofSeconds(2);
    private static final int LEFT_MAX = 100_000;
    private static final int MIB_BITS = 20;
    private static final long OPEN_BYTES_MAX = 1L << 30;

    /// What is read takes several times the room of its bytes.
    private static final int OF_MEMORY = 4;

    private final Holdings holdings;
    private final long bytesMax;
    private final Map<String, Shelf> shelves = new HashMap<>();

    /// One file: what nobody took yet, and the pieces that it rests on.
    private record Open(Map<Digest32, Heard> waiting, Map<Digest32, Bytes> pieces, long bytes) {}

    private static final class Shelf {
        final Deque<String> files;
        final Deque<Open> open = new ArrayDeque<>();
        final List<Instant> left = new ArrayList<>();
        Instant newest = Instant.MIN;
        Instant told = Instant.MIN;

        Shelf(List<String> files) {
            this.files = new ArrayDeque<>(files);
        }
    }

    /// @param holdings where the dockets are
    public DocketWalk(Holdings holdings) {
        this(holdings, Math.min(OPEN_BYTES_MAX, Runtime.getRuntime().maxMemory() / OF_MEMORY));
    }

    /// @param bytesMax so much of all nodes' files is open at once
    DocketWalk(Holdings holdings, long bytesMax) {
        this.holdings = holdings;
        this.bytesMax = bytesMax;
    }

    /// The log of that node has an entry of this moment.
    ///
    /// **Why** where its clock was set back, what was read so far is of later moments and tells nothing of how far
    /// the docket reaches.
    void told(String node, Instant at) {
        var shelf = shelf(node);
        if (at.plus(AHEAD).isBefore(shelf.told)) shelf.newest = Instant.MIN;
        shelf.told = at;
    }

    /// The ruling of that node with that basis, once.
    ///
    /// @param at when the log told of it; its docket has it earlier, so what is much later is not read for it
    /// @return empty if the docket does not have it, or not whole
    public Optional<Docket.Whole> take(String node, Digest32 basis, Instant at) throws Unfit {
        var shelf = shelf(node);
        for (var open : List.copyOf(shelf.open)) {
            var found = taken(shelf, open, basis);
            if (found.isPresent()) return found;
        }
        while (!shelf.files.isEmpty() && !shelf.newest.isAfter(at.plus(AHEAD))) {
            load(node, shelf);
            var found = taken(shelf, shelf.open.getLast(), basis);
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    private static Optional<Docket.Whole> taken(Shelf shelf, Open open, Digest32 basis) {
        var heard = Optional.ofNullable(open.waiting().remove(basis));
        var whole = heard.flatMap(each -> Docket.whole(each, open.pieces()));
        if (open.waiting().isEmpty()) shelf.open.remove(open);
        return whole;
    }

    /// Gives when each ruling of that node was made that nobody took.
    public void rest(String node, Consumer<Instant> taker) throws Unfit {
        var shelf = shelf(node);
        while (!shelf.files.isEmpty()) load(node, shelf);
        while (!shelf.open.isEmpty()) leave(shelf);
        shelf.left.forEach(taker);
    }

    private Shelf shelf(String node) {
        return shelves.computeIfAbsent(node, name -> new Shelf(holdings.below(PackNames.dockets(name))));
    }

    private long openBytes() {
        return shelves.values().stream()
                .flatMap(shelf -> shelf.open.stream())
                .mapToLong(Open::bytes)
                .sum();
    }

    /// What no entry told of for so many files is not told of any more.
    private static void leave(Shelf shelf) {
        shelf.open.removeFirst().waiting().values().forEach(heard -> {
            if (shelf.left.size() < LEFT_MAX) shelf.left.add(heard.now());
        });
    }

    private void load(String node, Shelf shelf) throws Unfit {
        if (shelf.open.size() == OPEN_MAX) leave(shelf);
        var name = shelf.files.removeFirst();
        while (shelf.open.size() > 1 && openBytes() + holdings.size(name) > bytesMax) leave(shelf);
        if (openBytes() + holdings.size(name) > bytesMax)
            throw new UncheckedIOException(
                    new NoRoom("%s: of all dockets more than %d MiB would be open at once: give it more memory (-Xmx)"
                            .formatted(name, bytesMax >> MIB_BITS)));
        var bytes = holdings.read(name, Docket.LENGTH_BYTES_MAX).orElseThrow(() -> new Unfit(name + " is too long"));
        switch (Docket.parse(bytes)) {
            case Parsed.Ok<Docket>(var docket) -> {
                if (!docket.node().equals(node)) throw new Unfit("%s is of %s".formatted(name, docket.node()));
                var waiting = new LinkedHashMap<Digest32, Heard>();
                for (var heard : docket.heard())
                    if (waiting.put(heard.basis(), heard) != null)
                        throw new Unfit("%s has a ruling twice".formatted(name));
                for (var heard : waiting.values()) if (heard.now().isAfter(shelf.newest)) shelf.newest = heard.now();
                shelf.open.addLast(new Open(waiting, docket.pieces(), bytes.length()));
            }
            case Parsed.Malformed<Docket>(var offset, var expected) ->
                throw PackedLog.malformed(name, offset, expected);
        }
    }
}

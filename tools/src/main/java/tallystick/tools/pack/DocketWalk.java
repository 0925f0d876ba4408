package tallystick.tools.pack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.docket.Docket;
import tallystick.core.docket.Heard;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// Goes through the dockets of nodes beside their logs: rulings stand in both in nearly the same order, so only a few
/// are remembered.
///
/// **Threads** one.
public final class DocketWalk {
    private static final int WAITING_MAX = 16_384;

    private final Holdings holdings;
    private final Map<String, Shelf> shelves = new HashMap<>();

    private record Waiting(Heard heard, Map<Digest32, Bytes> pieces) {}

    private static final class Shelf {
        final Deque<String> files;
        final Map<Digest32, Waiting> waiting = new LinkedHashMap<>();

        Shelf(List<String> files) {
            this.files = new ArrayDeque<>(files);
        }
    }

    /// @param holdings where the dockets are
    public DocketWalk(Holdings holdings) {
        this.holdings = holdings;
    }

    /// The ruling of that node with that basis, once.
    ///
    /// @return empty if the docket does not have it, or not whole
    public Optional<Docket.Whole> take(String node, Digest32 basis) throws Unfit {
        var shelf = shelf(node);
        while (!shelf.waiting.containsKey(basis) && !shelf.files.isEmpty() && shelf.waiting.size() < WAITING_MAX)
            load(node, shelf);
        var found = Optional.ofNullable(shelf.waiting.remove(basis));
        return found.flatMap(each -> Docket.whole(each.heard(), each.pieces()));
    }

    /// The rulings of that node that nobody took.
    public List<Heard> rest(String node) throws Unfit {
        var shelf = shelf(node);
        var rest = new ArrayList<Heard>();
        shelf.waiting.values().forEach(each -> rest.add(each.heard()));
        while (!shelf.files.isEmpty()) {
            shelf.waiting.clear();
            load(node, shelf);
            shelf.waiting.values().forEach(each -> rest.add(each.heard()));
        }
        return rest;
    }

    private Shelf shelf(String node) {
        return shelves.computeIfAbsent(node, name -> new Shelf(holdings.below(PackNames.dockets(name))));
    }

    private void load(String node, Shelf shelf) throws Unfit {
        var name = shelf.files.removeFirst();
        var bytes = holdings.read(name, Docket.LENGTH_BYTES_MAX).orElseThrow(() -> new Unfit(name + " is too long"));
        switch (Docket.parse(bytes)) {
            case Parsed.Ok<Docket>(var docket) -> {
                if (!docket.node().equals(node)) throw new Unfit("%s is of %s".formatted(name, docket.node()));
                var pieces = docket.pieces();
                for (var heard : docket.heard())
                    if (shelf.waiting.put(heard.basis(), new Waiting(heard, pieces)) != null)
                        throw new Unfit("%s has a ruling twice".formatted(name));
            }
            case Parsed.Malformed<Docket>(var offset, var expected) ->
                throw PackedLog.malformed(name, offset, expected);
        }
    }
}

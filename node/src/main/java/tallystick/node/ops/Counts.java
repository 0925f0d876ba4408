package tallystick.node.ops;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How often each of a few kinds of things happened since the start. A kind beyond the bound is counted as `other`, so
/// that whoever chooses kinds cannot fill memory.
///
/// **Threads** any.
final class Counts {
    private static final int KINDS_MAX = 64;
    private static final String OTHER = "other";

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void add(String kind) {
        var known = counts.containsKey(kind) || counts.size() < KINDS_MAX ? kind : OTHER;
        counts.computeIfAbsent(known, _ -> new LongAdder()).increment();
    }

    SortedMap<String, Long> sums() {
        var sums = new TreeMap<String, Long>();
        counts.forEach((kind, count) -> sums.put(kind, count.sum()));
        return sums;
    }
}

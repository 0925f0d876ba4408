package tallystick.node.ops;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// How long something took, each time since the start, as a histogram.
///
/// **Threads** any.
public final class Durations {
    private static final double NANOS_PER_SECOND = 1e9;
    /// Upper bounds in seconds; what took longer is in the last one, without a bound.
    static final List<Double> BOUNDS_SECONDS =
            List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0);

    private final List<LongAdder> buckets =
            Stream.generate(LongAdder::new).limit(BOUNDS_SECONDS.size() + 1L).toList();
    private final LongAdder totalNanos = new LongAdder();

    /// Counts one.
    public void record(long nanos) {
        var bucket = 0;
        while (bucket < BOUNDS_SECONDS.size() && nanos > BOUNDS_SECONDS.get(bucket) * NANOS_PER_SECOND) bucket++;
        buckets.get(bucket).increment();
        totalNanos.add(nanos);
    }

    /// How many took no longer than each bound, and in the end how many there were.
    List<Long> cumulative() {
        var sum = new long[1];
        return buckets.stream().map(each -> sum[0] += each.sum()).toList();
    }

    double totalSeconds() {
        return totalNanos.sum() / NANOS_PER_SECOND;
    }
}

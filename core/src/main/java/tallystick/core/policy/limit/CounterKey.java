package tallystick.core.policy.limit;

import java.util.ArrayList;
import java.util.List;

/// Names one count: a limit of a policy, and the values that have a count of their own.
///
/// **Why** without the version: a policy's next version goes on counting where the last one stopped.
///
/// @param policy the document's name
/// @param rule the limit's rule
/// @param values `what=value`, in the order of what
public record CounterKey(String policy, String rule, List<String> values) implements Comparable<CounterKey> {
    /// Copies.
    public CounterKey {
        values = List.copyOf(values);
    }

    @Override
    public int compareTo(CounterKey other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        var parts = new ArrayList<String>(values);
        parts.addFirst(policy + "/" + rule);
        return String.join(" ", parts);
    }
}

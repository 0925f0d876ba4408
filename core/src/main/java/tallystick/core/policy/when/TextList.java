package tallystick.core.policy.when;

import java.util.AbstractList;
import java.util.HashSet;
import java.util.List;
import java.util.RandomAccess;
import java.util.Set;

/// A list that is asked whether it holds a text in no more time if it is long.
///
/// **Why** one condition may ask fifty times whether somebody is in a group, of four thousand that he is in.
///
/// **Threads** immutable.
final class TextList extends AbstractList<String> implements RandomAccess {
    private final List<String> values;
    private final Set<Object> set;

    TextList(List<String> values) {
        this.values = List.copyOf(values);
        this.set = new HashSet<>(values);
    }

    @Override
    public String get(int index) {
        return values.get(index);
    }

    @Override
    public int size() {
        return values.size();
    }

    @Override
    public boolean contains(Object text) {
        return set.contains(text);
    }
}

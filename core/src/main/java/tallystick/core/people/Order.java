package tallystick.core.people;

import java.util.List;

/// Lists that stand in one order only, so that a document has one form.
final class Order {
    private Order() {}

    /// Whether each is greater than the one before it.
    static <T extends Comparable<? super T>> boolean isAscending(List<T> items) {
        for (var i = 1; i < items.size(); i++) if (items.get(i - 1).compareTo(items.get(i)) >= 0) return false;
        return true;
    }
}

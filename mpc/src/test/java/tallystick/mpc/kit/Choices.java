package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.List;

/// Walks through every sequence of small choices a body of code can make, each once: run the body until [#another] is
/// false. Written after the idea of an exhaustive generator: a random test whose chance is a counter.
public final class Choices {
    private record Choice(int picked, int bound) {}

    private final List<Choice> path = new ArrayList<>();
    private int position;
    private boolean begun;

    /// Whether there is a next sequence; called before each run of the body.
    public boolean another() {
        position = 0;
        if (!begun) {
            begun = true;
            return true;
        }
        while (!path.isEmpty()) {
            var last = path.removeLast();
            if (last.picked() + 1 < last.bound()) {
                path.add(new Choice(last.picked() + 1, last.bound()));
                return true;
            }
        }
        return false;
    }

    /// One of 0..bound-1.
    public int pick(int bound) {
        if (bound < 1) throw new IllegalArgumentException("nothing to choose from");
        if (position == path.size()) path.add(new Choice(0, bound));
        var choice = path.get(position++);
        if (choice.bound() != bound) throw new AssertionError("the body under choice is not deterministic");
        return choice.picked();
    }
}

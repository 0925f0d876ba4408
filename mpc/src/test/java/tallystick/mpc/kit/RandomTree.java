package tallystick.mpc.kit;

import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes quorum trees from choices: by chance, or exhaustively through [Choices].
public final class RandomTree {
    private final IntUnaryOperator pick;
    private final int childrenMax;
    private final int weightMax;
    private int names;

    /// @param pick gives a number below its argument
    /// @param childrenMax terms below one gate
    /// @param weightMax of one name
    public RandomTree(IntUnaryOperator pick, int childrenMax, int weightMax) {
        this.pick = pick;
        this.childrenMax = childrenMax;
        this.weightMax = weightMax;
    }

    /// A gate, at most `depth` gates deep, in canonical spelling or not. No weight is above what suffices.
    public String gate(int depth) {
        var count = 1 + pick.applyAsInt(childrenMax);
        var children = new int[1];
        var least = new int[] {1};
        var terms = IntStream.range(0, count)
                .mapToObj(_ -> {
                    if (depth > 1 && pick.applyAsInt(2) == 1) {
                        children[0]++;
                        return gate(depth - 1);
                    }
                    var weight = 1 + pick.applyAsInt(weightMax);
                    children[0] += weight;
                    least[0] = Math.max(least[0], weight);
                    return name() + (weight > 1 ? "*" + weight : "");
                })
                .collect(Collectors.joining(", ", "(", ")"));
        return "%d of %s".formatted(least[0] + pick.applyAsInt(children[0] - least[0] + 1), terms);
    }

    private String name() {
        return "n" + ++names;
    }
}

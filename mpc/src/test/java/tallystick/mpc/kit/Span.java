package tallystick.mpc.kit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.Node;
import tallystick.mpc.access.QuorumTree;

/// Linear algebra mod a prime, apart from the code under test: each leaf's share as a combination of the secret and the
/// coefficients dealt, and whether some leaves together determine the secret.
public final class Span {
    private final BigInteger prime;
    private final SortedMap<LeafId, BigInteger[]> rows = new TreeMap<>();
    private final int unknowns;
    private final int[] firstUnknownOfGate;

    public Span(QuorumTree tree, BigInteger prime) {
        this.prime = prime;
        firstUnknownOfGate = new int[tree.gates().size()];
        var count = 1;
        for (var gate : tree.gates()) {
            firstUnknownOfGate[gate.index()] = count;
            count += gate.minChildren() - 1;
        }
        unknowns = count;
        var secret = zeros();
        secret[0] = BigInteger.ONE;
        descend(tree.root(), secret);
    }

    /// Whether the secret is a combination of these leaves' shares: whether (1, 0, …, 0) is in the span of their
    /// rows.
    public boolean determines(List<LeafId> leaves) {
        var matrix = new ArrayList<BigInteger[]>();
        for (var leaf : leaves) matrix.add(rows.get(leaf).clone());
        var target = zeros();
        target[0] = BigInteger.ONE;
        for (var column = unknowns - 1; column >= 0; column--) {
            var pivot = takePivot(matrix, column);
            if (pivot == null) continue;
            for (var row : matrix) eliminate(row, pivot, column);
            eliminate(target, pivot, column);
        }
        for (var entry : target) if (entry.signum() != 0) return false;
        return true;
    }

    private static BigInteger[] takePivot(List<BigInteger[]> matrix, int column) {
        for (var i = 0; i < matrix.size(); i++) if (matrix.get(i)[column].signum() != 0) return matrix.remove(i);
        return null;
    }

    private void eliminate(BigInteger[] row, BigInteger[] pivot, int column) {
        if (row[column].signum() == 0) return;
        var factor = row[column].multiply(pivot[column].modInverse(prime)).mod(prime);
        for (var i = 0; i < unknowns; i++)
            row[i] = row[i].subtract(factor.multiply(pivot[i])).mod(prime);
    }

    private void descend(Node node, BigInteger[] value) {
        switch (node) {
            case Node.Leaf leaf -> rows.put(leaf.id(), value);
            case Node.Gate gate -> {
                for (var x = 1; x <= gate.children().size(); x++) {
                    var child = value.clone();
                    var power = BigInteger.ONE;
                    for (var i = 0; i < gate.minChildren() - 1; i++) {
                        power = power.multiply(BigInteger.valueOf(x)).mod(prime);
                        var unknown = firstUnknownOfGate[gate.index()] + i;
                        child[unknown] = child[unknown].add(power).mod(prime);
                    }
                    descend(gate.children().get(x - 1), child);
                }
            }
        }
    }

    private BigInteger[] zeros() {
        var zeros = new BigInteger[unknowns];
        Arrays.fill(zeros, BigInteger.ZERO);
        return zeros;
    }
}

package tallystick.mpc.ecdsa;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import tallystick.crypto.curve.SecpRows;
import tallystick.crypto.hash.Sha256Batch;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.vector.VectorMethod;

/// Practice that has to come before pools are filled with vectors.
///
/// **Why** vectors are objects on the heap until the virtual machine has compiled what works on them, and an item's
/// secrets would be in them. So fills take the portable way until it is seen here, on zeros, that nothing is left: each
/// method for itself, and for fills on platform threads alone ([VectorMethod]).
public final class VectorPractice {
    /// A whole group of rows hashed at once and a part of one, whatever the processor.
    private static final int ROWS_OF_CHECK = 80;

    private VectorPractice() {}

    private static List<VectorMethod> methods() {
        return Stream.concat(Sha256Batch.vectorMethods().stream(), SecpRows.vectorMethods().stream())
                .toList();
    }

    /// Calls each method on zeros until its calls leave nothing on the heap, or it is given up. Takes seconds in a
    /// process that has just begun; of one that has practised before only what it lacks.
    ///
    /// **Threads** any platform thread; the portable way serves meanwhile.
    ///
    /// @param home for the zeros
    /// @param goOn asked before each call: ends when it says no
    public static void run(SecretMemory home, BooleanSupplier goOn) {
        var begun = new ArrayList<VectorMethod.Practice>();
        try {
            for (var method : methods())
                if (!method.status().open()) begun.add(method.practise(home, VoleParameters.GADGET_LENGTH));
            // By turns: while one is compiled in the background, the others are practised.
            var left = new ArrayDeque<>(begun);
            while (!left.isEmpty() && goOn.getAsBoolean()) {
                var next = left.remove();
                if (!next.goOn()) left.add(next);
            }
        } finally {
            begun.forEach(VectorMethod.Practice::close);
        }
    }

    /// How each method stands; none where vectors are never taken, or always.
    public static List<VectorMethod.Status> status() {
        return methods().stream().map(VectorMethod::status).toList();
    }

    /// What calls with secrets have left on the heap since this was last asked, where it was more than it may be. Such
    /// a method goes on without vectors, until a fill finds on zeros that it leaves nothing.
    public static List<VectorMethod.Spill> takeSpills() {
        return methods().stream().flatMap(method -> method.takeSpill().stream()).toList();
    }

    /// Looks again at what was practised, before secrets.
    static void check(SecretMemory home) {
        for (var method : Sha256Batch.vectorMethods()) method.check(home, ROWS_OF_CHECK);
        for (var method : SecpRows.vectorMethods()) method.check(home, ROWS_OF_CHECK);
    }
}

package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tallystick.crypto.secret.LockPolicy;
import tallystick.crypto.secret.SecretMemory;

/// Secret memory that refuses one loan, as a system does that lets no more pages be locked.
///
/// **Form** loans count from 0 while [#strictly] runs something; whatever else is lent is lent freely.
public final class ScarceMemory implements AutoCloseable {
    private static final int NEVER = -1;

    private final SecretMemory home = SecretMemory.asking(LockPolicy.ofProperty(), _ -> mayLend());
    private final List<String> places = new ArrayList<>();
    private final int refused;
    private boolean strict;

    private ScarceMemory(int refused) {
        this.refused = refused;
    }

    /// Refuses nothing, and remembers who asked.
    public static ScarceMemory plentiful() {
        return new ScarceMemory(NEVER);
    }

    /// Refuses loan number `refused`.
    public static ScarceMemory without(int refused) {
        return new ScarceMemory(refused);
    }

    /// The memory.
    public SecretMemory home() {
        return home;
    }

    /// Counts what is lent meanwhile.
    public <T> T strictly(Supplier<T> trial) {
        return as(true, trial);
    }

    /// Counts nothing that is lent meanwhile: for what a trial itself makes in the middle.
    public <T> T freely(Supplier<T> trial) {
        return as(false, trial);
    }

    private <T> T as(boolean now, Supplier<T> trial) {
        var before = strict;
        strict = now;
        try {
            return trial.get();
        } finally {
            strict = before;
        }
    }

    /// How many loans counted.
    public int loans() {
        return places.size();
    }

    /// Whether the loan was asked for that is refused.
    public boolean hasRefused() {
        return refused != NEVER && refused < places.size();
    }

    /// Of each place of the program that asked the last loan: when most is lent.
    public List<Integer> unlike() {
        return new LinkedHashSet<>(places).stream().map(places::lastIndexOf).toList();
    }

    /// Who asked for a loan.
    public String place(int loan) {
        return places.get(loan);
    }

    private boolean mayLend() {
        if (!strict) return true;
        places.add(StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::toString)
                        .filter(frame -> frame.startsWith("tallystick."))
                        .skip(2)
                        .collect(Collectors.joining(" < "))));
        return places.size() - 1 != refused;
    }

    @Override
    public void close() {
        home.close();
    }
}

package tallystick.core.governance;

import java.util.function.Supplier;
import tallystick.crypto.codec.Bytes;

/// What governance has to know of policies, which it does not read itself.
public interface Policies {
    /// Whether it is a policy of this number, with nothing wrong about it.
    boolean isGood(Bytes content, int version);

    /// Whether the policies that a document of places has can stand below this policy.
    ///
    /// @param places a good document of places
    /// @spec docs/spec/places.md#PL-3 places
    boolean fits(Bytes policy, Bytes places);

    /// Which way the difference goes.
    Direction direction(Bytes before, Bytes after);

    /// Whether something that denies, and that changes of documents may meet, came or is another.
    ///
    /// @spec docs/spec/policy.md#PO-22 policy
    boolean mayDenyChanges(Bytes before, Bytes after);

    /// Who could bring each remedy about by a policy, at some hour of every week, as far as it can be found out.
    ///
    /// @param enough what is looked for, and no more; programs alone are of use for all, humans for
    ///     [Remedy#NEEDED]
    /// @spec docs/spec/governance.md#GO-26 governance
    /// @spec docs/spec/governance.md#GO-33 governance
    Survey outlook(Constitution by, Proposing enough);

    /// The same for whoever asks much of a few policies and people: each is read and made ready once.
    ///
    /// **Threads** one.
    default Policies atOnce() {
        return this;
    }

    /// Whether a document leaves what has to stay possible: as it was found before, or is now.
    ///
    /// @param find looks for it
    /// @spec docs/spec/governance.md#GO-34 governance
    default Weighing weighed(Weighing.Question question, Supplier<Weighing> find) {
        return find.get();
    }
}

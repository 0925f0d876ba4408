package tallystick.core.governance;

import java.util.Map;
import java.util.Set;
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

    /// What of all by which things are mended these people can bring about by a policy, at some hour of every week.
    ///
    /// @spec docs/spec/governance.md#GO-26 governance
    Set<Remedy> possible(Constitution by);

    /// How many humans could propose each of what may not become impossible, and have it come about by a policy, at
    /// some hour of every week: none where a program alone could.
    ///
    /// @return of each 0, 1 or 2, where 2 stands for more too
    /// @spec docs/spec/governance.md#GO-33 governance
    Map<Remedy, Integer> proposers(Constitution by);
}

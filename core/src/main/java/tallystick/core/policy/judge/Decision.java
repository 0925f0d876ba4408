package tallystick.core.policy.judge;

import java.util.List;

/// What comes out of a judgement.
public sealed interface Decision {
    /// Never, as things stand.
    ///
    /// @param reasons one at least, in the order they were found
    record Denied(List<Reason> reasons) implements Decision {
        /// @throws IllegalArgumentException if there is none: the caller's fault
        public Denied {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) throw new IllegalArgumentException("a denial without a reason");
        }
    }

    /// Not yet.
    ///
    /// @param unmet one at least
    record Pending(Obligations obligations, List<Unmet> unmet) implements Decision {
        /// @throws IllegalArgumentException if nothing is unmet: the caller's fault
        public Pending {
            unmet = List.copyOf(unmet);
            if (unmet.isEmpty()) throw new IllegalArgumentException("nothing is unmet");
        }
    }

    /// Now, by a signing set and until a moment that one of the releases says.
    ///
    /// @param obligations all met, but for the release, which whoever signs keeps
    record Allowed(Obligations obligations) implements Decision {}

    /// Whether it may be signed now.
    default boolean isAllowed() {
        return this instanceof Allowed;
    }
}

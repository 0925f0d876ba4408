package tallystick.core.court;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallystick.core.approval.SeenCount;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.policy.judge.Obligations;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.Unmet;
import tallystick.core.policy.limit.Charge;
import tallystick.crypto.hash.Digest32;

/// What one node says to a request.
public sealed interface Ruling {
    /// What it rests on.
    Basis basis();

    /// Counts of passkeys to keep, by key id, before the next request is heard: whatever was ruled.
    Map<Digest32, List<SeenCount>> seen();

    /// The same, of whose judgement only the hash is kept: so much it is until it is written down.
    default Ruling brief() {
        return switch (this) {
            case Denied(var reasons, var freeze, var seen, var basis) ->
                new Denied(reasons, freeze, seen, basis.brief());
            case Pending(var obligations, var unmet, var seen, var basis) ->
                new Pending(obligations, unmet, seen, basis.brief());
            case Allowed(var obligations, var charges, var nodes, var seen, var basis) ->
                new Allowed(obligations, charges, nodes, seen, basis.brief());
        };
    }

    /// Never, as things stand.
    ///
    /// @param reasons one at least
    /// @param freeze an order to keep, since an answer was forged; none if the request is frozen already
    record Denied(List<Reason> reasons, Optional<FreezeOrder> freeze, Map<Digest32, List<SeenCount>> seen, Basis basis)
            implements Ruling {
        /// @throws IllegalArgumentException if there is no reason: the caller's fault
        public Denied {
            reasons = List.copyOf(reasons);
            seen = Map.copyOf(seen);
            if (reasons.isEmpty()) throw new IllegalArgumentException("a denial without a reason");
        }
    }

    /// Not yet.
    ///
    /// @param unmet one at least
    record Pending(Obligations obligations, List<Unmet> unmet, Map<Digest32, List<SeenCount>> seen, Basis basis)
            implements Ruling {
        /// @throws IllegalArgumentException if nothing is unmet: the caller's fault
        public Pending {
            unmet = List.copyOf(unmet);
            seen = Map.copyOf(seen);
            if (unmet.isEmpty()) throw new IllegalArgumentException("nothing is unmet");
        }
    }

    /// Now, by a signing set that [#admits].
    ///
    /// @param obligations all met, but for the release
    /// @param charges what has to be reserved, together and on disk, before anything of a signature leaves
    /// @param nodes names of the nodes in the roster in force
    record Allowed(
            Obligations obligations,
            List<Charge> charges,
            Set<String> nodes,
            Map<Digest32, List<SeenCount>> seen,
            Basis basis)
            implements Ruling {
        /// Copies.
        public Allowed {
            charges = List.copyOf(charges);
            nodes = Set.copyOf(nodes);
            seen = Map.copyOf(seen);
        }

        /// Whether this signing set may sign at this moment: all of it are nodes of the roster, and it keeps one of
        /// the releases.
        /// @spec docs/spec/court.md#CO-8 court
        public boolean admits(SigningSet set, Instant now) {
            return nodes.containsAll(set.names())
                    && obligations.releases().stream()
                            .anyMatch(each -> each.expiresAt()
                                            .filter(end -> !now.isBefore(end))
                                            .isEmpty()
                                    && set.keeps(each.signers()));
        }
    }
}

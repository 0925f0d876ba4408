package tallystick.tools.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tallystick.core.governance.Member;
import tallystick.core.places.Places;
import tallystick.core.wire.Distrust;
import tallystick.core.wire.GovernanceStanding;
import tallystick.core.wire.NodeStatus;

/// What came of asking one node how it is.
public sealed interface Visit {
    /// The node, as the roster has it.
    Member node();

    /// It answered.
    ///
    /// @param asked by the asker's clock
    /// @param took until the answer was there
    /// @param said what it answered to what older nodes do not know
    record Answered(Member node, NodeStatus status, Instant asked, Duration took, Said said) implements Visit {
        /// Without a word about others' logs, or its documents.
        public Answered(Member node, NodeStatus status, Instant asked, Duration took) {
            this(node, status, asked, took, new Said(Optional.empty(), Optional.empty(), Optional.empty()));
        }

        /// How far the node's clock is ahead of the asker's; off by at most half of what the answer took.
        Duration clockAhead() {
            return Duration.between(
                    asked.plus(took.dividedBy(2)), status.condition().clock());
        }
    }

    /// What a node says of more than itself.
    ///
    /// @param distrust whose log it does not believe, if it says so
    /// @param governance by what it judges, if it says so
    /// @param places the document of places in force, if it tells it
    /// @param unheard who may cancel by its policies, and whose no would count for nothing
    record Said(
            Optional<Distrust> distrust,
            Optional<GovernanceStanding> governance,
            Optional<Places> places,
            List<String> unheard) {
        /// Copies.
        public Said {
            unheard = List.copyOf(unheard);
        }

        /// Where all are heard.
        public Said(Optional<Distrust> distrust, Optional<GovernanceStanding> governance, Optional<Places> places) {
            this(distrust, governance, places, List.of());
        }

        /// Without places.
        public Said(Optional<Distrust> distrust, Optional<GovernanceStanding> governance) {
            this(distrust, governance, Optional.empty());
        }
    }

    /// It did not.
    ///
    /// @param why a lower-case phrase
    record Silent(Member node, String why) implements Visit {}
}

package tallystick.core.policy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.NavigableSet;
import java.util.Optional;

/// How much of what a rule matches may be signed in a window of time.
///
/// **Form** an amount counts when it is reserved, before it is signed, and an allowance counts in full.
///
/// @param measure what is counted
/// @param max the most, 0 or more
/// @param per each value of these has a count of its own; one count for the whole rule if there are none
/// @param onExceed what is asked for beyond the most; empty if nothing is admitted then
/// @param freeze what is frozen besides when many together go beyond the most; empty if nothing is
public record Limit(
        Measure measure,
        BigDecimal max,
        Window window,
        NavigableSet<Per> per,
        Optional<Demands> onExceed,
        Optional<Freeze> freeze) {
    /// @throws IllegalArgumentException if the most is below 0, or what is frozen may be asked for: the caller's fault
    public Limit {
        max = Bounds.plain(max);
        per = Names.sorted(per);
        if (max.signum() < 0) throw new IllegalArgumentException("a limit below 0");
        if (onExceed.isPresent() && freeze.isPresent())
            throw new IllegalArgumentException("what is beyond a limit is asked for, or frozen");
    }

    /// That freezes nothing.
    public Limit(Measure measure, BigDecimal max, Window window, NavigableSet<Per> per, Optional<Demands> onExceed) {
        this(measure, max, window, per, onExceed, Optional.empty());
    }

    /// What a burst freezes, the wider last.
    public enum Freeze {
        /// Who proposed what went beyond the most.
        INITIATOR,
        /// Everything.
        WORKSPACE
    }

    /// What is counted.
    public sealed interface Measure {
        /// Value in a currency, by a signed price.
        ///
        /// @param currency three capital letters
        /// @param priceAgeMax how old the price may be, beside its own expiry
        record Fiat(String currency, Optional<Duration> priceAgeMax) implements Measure {}

        /// Base units of each asset, each asset for itself.
        record BaseUnits() implements Measure {}

        /// How many.
        record Count() implements Measure {}
    }

    /// Which stretch of time is counted together.
    public sealed interface Window {
        /// The time before now, of this length.
        record Rolling(Duration length) implements Window {
            /// @throws IllegalArgumentException if it has no length: the caller's fault
            public Rolling {
                if (!length.isPositive()) throw new IllegalArgumentException("a window of no time");
            }
        }

        /// The present day, week or month as clocks and calendars on a wall show it.
        record Calendar(ZoneId zone, Unit unit) implements Window {}

        /// All time.
        record Lifetime() implements Window {}
    }

    /// A stretch of a calendar.
    public enum Unit {
        /// From midnight on.
        DAY,
        /// From Monday on.
        WEEK,
        /// From the first on.
        MONTH
    }

    /// What has a count of its own.
    public enum Per {
        /// Each wallet, or the vault or workspace where no wallet is named.
        SOURCE,
        /// Each vault.
        VAULT,
        /// Each receiver.
        DESTINATION,
        /// Each person or program that proposes.
        INITIATOR,
        /// Each asset.
        ASSET,
        /// Each chain.
        CHAIN
    }
}

package tallystick.core.topology;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Where one party stands, and in whose hands.
///
/// @param traits what is known of it; the same word in another case is the same thing
public record Station(NavigableMap<Station.Trait, String> traits) {
    /// Copies.
    public Station {
        var lower = new TreeMap<Trait, String>();
        traits.forEach((trait, value) -> lower.put(trait, value.toLowerCase(Locale.ROOT)));
        traits = Collections.unmodifiableNavigableMap(lower);
    }

    /// Of known traits.
    public static Station of(Map<Trait, String> traits) {
        return new Station(new TreeMap<>(traits.isEmpty() ? new EnumMap<>(Trait.class) : traits));
    }

    /// What several parties can have in common.
    public enum Trait {
        /// Who administers it.
        OPERATOR(true),
        /// What fails, is seized or loses power together.
        ZONE(true),
        /// The account that can start, stop and copy it.
        ACCOUNT(true),
        /// Whose machines it runs on.
        PROVIDER(false),
        /// The software that it runs.
        BUILD(false);

        private final boolean isBarred;

        Trait(boolean isBarred) {
            this.isBarred = isBarred;
        }

        /// Whether one value of it alone must not be able to sign; of others it is a risk to be known.
        public boolean isBarred() {
            return isBarred;
        }

        /// Its name in a file.
        public String field() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The value of a trait, if it is known.
    public Optional<String> value(Trait trait) {
        return Optional.ofNullable(traits.get(trait));
    }
}

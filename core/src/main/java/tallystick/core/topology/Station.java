package tallystick.core.topology;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tallystick.core.policy.Names;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Where one party stands, and in whose hands.
///
/// @param traits what is known of it; the same word in another case is the same thing
public record Station(NavigableMap<Station.Trait, String> traits) {
    private static final int VALUE_BYTES_MAX = 63;

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
        OPERATOR(1, true),
        /// What fails, is seized or loses power together.
        ZONE(2, true),
        /// The account that can start, stop and copy it.
        ACCOUNT(3, true),
        /// Whose machines it runs on.
        PROVIDER(4, false),
        /// The software that it runs.
        BUILD(5, false);

        private final int code;
        private final boolean isBarred;

        Trait(int code, boolean isBarred) {
            this.code = code;
            this.isBarred = isBarred;
        }

        /// Its number in documents.
        public int code() {
            return code;
        }

        /// The trait of a number, if it is one.
        public static Optional<Trait> ofCode(int code) {
            return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
        }

        /// Whether one value of it alone must not be able to sign; of others it is a risk to be known.
        public boolean isBarred() {
            return isBarred;
        }

        /// Whether one value of it is one will, which can act on purpose with all that it has.
        public boolean isHand() {
            return this == OPERATOR || this == ACCOUNT;
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

    /// Writes what is known, as a document of places has it.
    /// @throws IllegalArgumentException if a value is no name: the caller's fault
    public void write(Writer writer) {
        writer.u8(traits.size());
        traits.forEach((trait, value) -> {
            if (!Names.isValid(value)) throw new IllegalArgumentException("a station's " + trait.field());
            writer.u8(trait.code()).text(value);
        });
    }

    /// Reads what [#write] wrote and nothing else: at least one trait, ascending by code, in lower case.
    public static Station read(Reader reader) throws MalformedInput {
        var start = reader.position();
        var count = reader.u8("count of traits");
        var traits = new TreeMap<Trait, String>();
        for (var i = 0; i < count; i++) {
            var at = reader.position();
            var trait = Trait.ofCode(reader.u8("trait"));
            var value = reader.text(VALUE_BYTES_MAX, "value of a trait");
            if (trait.isEmpty()
                    || !traits.isEmpty() && traits.lastKey().compareTo(trait.get()) >= 0
                    || !Names.isValid(value)
                    || !value.equals(value.toLowerCase(Locale.ROOT)))
                throw new MalformedInput(at, "a trait in its order, and a name in lower case");
            traits.put(trait.get(), value);
        }
        if (traits.isEmpty()) throw new MalformedInput(start, "at least one trait");
        return new Station(traits);
    }

    @Override
    public String toString() {
        return traits.entrySet().stream()
                .map(each -> each.getKey().field() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }
}

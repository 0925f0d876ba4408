package tallystick.sdk.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// An object of an answer, its fields read as the description of the API has them.
///
/// **Why** strict in what is there and not in what is more: a newer control may say something that is not known here.
///
/// @param json the object
record Answered(Json json) {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    /// What makes something of a value.
    @FunctionalInterface
    interface Reading<T> {
        /// @throws ControlUnreachable if the value is not of that kind
        T of(Json value) throws ControlUnreachable;
    }

    /// A field that is always there.
    <T> T get(String name, Reading<T> reading) throws ControlUnreachable {
        var value = json.member(name);
        if (value.isEmpty()) throw new ControlUnreachable("control answered without " + name);
        return reading.of(value.get());
    }

    /// A field that may be absent.
    <T> Optional<T> maybe(String name, Reading<T> reading) throws ControlUnreachable {
        var value = json.member(name);
        if (value.isEmpty() || value.get() instanceof Json.Null) return Optional.empty();
        return Optional.of(reading.of(value.get()));
    }

    static String text(Json value) throws ControlUnreachable {
        if (value instanceof Json.Text(var _, var text)) return text;
        throw notSo("text");
    }

    static boolean truth(Json value) throws ControlUnreachable {
        if (value instanceof Json.Truth(var _, var truth)) return truth;
        throw notSo("yes or no");
    }

    static long large(Json value) throws ControlUnreachable {
        if (value instanceof Json.Numeral(var _, var digits)
                && WHOLE.matcher(digits).matches()) return Long.parseLong(digits);
        throw notSo("a whole number");
    }

    static int whole(Json value) throws ControlUnreachable {
        var number = large(value);
        if (number != (int) number) throw notSo("a whole number");
        return (int) number;
    }

    static UUID id(Json value) throws ControlUnreachable {
        try {
            return UUID.fromString(text(value));
        } catch (IllegalArgumentException e) {
            throw notSo("an id");
        }
    }

    static Instant moment(Json value) throws ControlUnreachable {
        try {
            return Instant.parse(text(value));
        } catch (DateTimeParseException e) {
            throw notSo("a moment");
        }
    }

    static Json any(Json value) {
        return value;
    }

    static <T> Reading<List<T>> list(Reading<T> reading) {
        return value -> {
            if (!(value instanceof Json.Sequence(var _, var items))) throw notSo("a list");
            var all = new ArrayList<T>();
            for (var item : items) all.add(reading.of(item));
            return List.copyOf(all);
        };
    }

    private static ControlUnreachable notSo(String kind) {
        return new ControlUnreachable("control answered something that is not " + kind);
    }
}

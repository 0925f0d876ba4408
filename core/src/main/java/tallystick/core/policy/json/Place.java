package tallystick.core.policy.json;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.chain.json.Json;
import tallystick.core.policy.Names;
import tallystick.crypto.codec.MalformedInput;

/// A value of a policy's JSON with the way to it, as a JSON pointer: what is refused is refused by the name of its
/// place.
///
/// @spec https://www.rfc-editor.org/rfc/rfc6901#section-3 RFC 6901 §3 (syntax)
record Place(Json json, String pointer) {
    private static final Pattern INTEGER = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,77})(\\.[0-9]{1,18})?");
    private static final Pattern DURATION = Pattern.compile(
            "P(?=[0-9]|T[0-9])(?:[0-9]{1,4}D)?(?:T(?=[0-9])(?:[0-9]{1,5}H)?(?:[0-9]{1,6}M)?(?:[0-9]{1,8}S)?)?");
    private static final String NAME = "a name of letters, digits, full stops, underscores, hyphens";
    private static final int TEXT_MAX = 256;

    /// The refusal of what stands here.
    MalformedInput expected(String what) {
        return new MalformedInput(json.at(), "at %s: %s".formatted(pointer.isEmpty() ? "/" : pointer, what));
    }

    /// An object with no other fields than these.
    Place object(Set<String> fields) throws MalformedInput {
        if (!(json instanceof Json.Members(var _, var members))) throw expected("an object");
        if (!fields.containsAll(members.keySet()))
            throw expected("no other fields than " + fields.stream().sorted().collect(Collectors.joining(", ")));
        if (members.isEmpty()) throw expected("an object with a field");
        return this;
    }

    boolean has(String field) {
        return json.member(field).isPresent();
    }

    Optional<Place> find(String field) {
        return json.member(field).map(value -> new Place(value, pointer + "/" + field));
    }

    Place get(String field) throws MalformedInput {
        var found = find(field);
        if (found.isEmpty()) throw expected("a field " + field);
        return found.get();
    }

    /// The members of an object whose keys are names, in the order of the document.
    Map<String, Place> named(int max) throws MalformedInput {
        if (!(json instanceof Json.Members(var _, var members))) throw expected("an object");
        if (members.size() > max) throw expected("at most %d members".formatted(max));
        var found = new LinkedHashMap<String, Place>();
        for (var each : members.entrySet()) {
            if (!Names.isValid(each.getKey())) throw expected("for each member " + NAME);
            found.put(each.getKey(), new Place(each.getValue(), pointer + "/" + each.getKey()));
        }
        return found;
    }

    /// The items of a list with something in it.
    List<Place> items(int max) throws MalformedInput {
        if (!(json instanceof Json.Sequence(var _, var values))) throw expected("a list");
        if (values.isEmpty() || values.size() > max) throw expected("a list of 1..%d items".formatted(max));
        var found = new ArrayList<Place>();
        for (var value : values) found.add(new Place(value, pointer + "/" + found.size()));
        return found;
    }

    String text() throws MalformedInput {
        if (json instanceof Json.Text(var _, var value) && !value.isEmpty() && value.length() <= TEXT_MAX) return value;
        throw expected("a text of 1..%d characters".formatted(TEXT_MAX));
    }

    String matching(Pattern form, String what) throws MalformedInput {
        if (json instanceof Json.Text(var _, var value) && form.matcher(value).matches()) return value;
        throw expected(what);
    }

    String name() throws MalformedInput {
        if (json instanceof Json.Text(var _, var value) && Names.isValid(value)) return value;
        throw expected(NAME);
    }

    boolean truth() throws MalformedInput {
        if (json instanceof Json.Truth(var _, var value)) return value;
        throw expected("true or false");
    }

    int integer(int min, int max) throws MalformedInput {
        if (json instanceof Json.Numeral(var _, var digits)
                && INTEGER.matcher(digits).matches()) {
            var value = Integer.parseInt(digits);
            if (value >= min && value <= max) return value;
        }
        throw expected("a whole number in %d..%d".formatted(min, max));
    }

    /// An exact number, as text: no reader of JSON can lose digits of it.
    BigDecimal decimal() throws MalformedInput {
        return new BigDecimal(
                matching(DECIMAL, "a number from 0 on as text, of at most 78 digits and 18 after the point"));
    }

    Duration duration() throws MalformedInput {
        return Duration.parse(matching(DURATION, "a duration in days, hours, minutes, seconds such as PT24H, as text"));
    }

    <E extends Enum<E>> E constant(E[] values) throws MalformedInput {
        if (json instanceof Json.Text(var _, var text))
            for (var value : values) if (value.name().equals(text)) return value;
        throw expected("one of " + Stream.of(values).map(Enum::name).collect(Collectors.joining(", ")));
    }

    /// What reads one item.
    interface Reading<T> {
        T read(Place place) throws MalformedInput;
    }

    /// The items of a list, each given once; none if the field is absent.
    <T extends Comparable<? super T>> NavigableSet<T> set(String field, int max, Reading<T> reading)
            throws MalformedInput {
        return new TreeSet<>(distinct(field, max, reading));
    }

    /// The same of values without an order.
    <T> Set<T> distinct(String field, int max, Reading<T> reading) throws MalformedInput {
        var found = new java.util.LinkedHashSet<T>();
        if (!has(field)) return found;
        for (var item : get(field).items(max))
            if (!found.add(reading.read(item))) throw item.expected("each item once");
        return found;
    }

    <T> Optional<T> optional(String field, Reading<T> reading) throws MalformedInput {
        return has(field) ? Optional.of(reading.read(get(field))) : Optional.empty();
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}

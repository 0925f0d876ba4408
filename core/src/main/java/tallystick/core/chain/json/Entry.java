package tallystick.core.chain.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// A value of a JSON file of a fixed form, with the way to it from the top: files that people write are refused by the
/// name of the place, and not by a byte.
///
/// **Form** a field of `null` is absent. Numbers are whole, of at most 78 digits, as JSON numbers or as text; bytes are
/// hex, with `0x` or without.
///
/// **Threads** immutable.
public final class Entry {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,77}");
    private static final Pattern SIGNED = Pattern.compile("-?(0|[1-9][0-9]{0,77})");
    private static final Pattern HEX = Pattern.compile("(0x)?(?:[0-9a-fA-F]{2})*+");

    private final Json node;
    private final String where;

    private Entry(Json node, String where) {
        this.node = node;
        this.where = where;
    }

    /// Reads a document.
    ///
    /// @param what what it is called in refusals
    public static Entry parse(Bytes utf8, String what) throws Unusable {
        return switch (Json.parse(utf8)) {
            case Parsed.Ok<Json>(var json) -> new Entry(json, what);
            case Parsed.Malformed<Json>(var offset, var expected) ->
                throw new Unusable(
                        "%s is not json as it is read here: at byte %d expected %s".formatted(what, offset, expected));
        };
    }

    /// The refusal of what stands here.
    public Unusable expected(String what) {
        return new Unusable(where + ": expected " + what);
    }

    /// The value itself.
    public Json json() {
        return node;
    }

    /// An object with no other fields than these.
    public Entry object(Set<String> fields) throws Unusable {
        if (!(node instanceof Json.Members(var _, var members))) throw expected("an object");
        if (!fields.containsAll(members.keySet()))
            throw expected("no other fields than " + fields.stream().sorted().collect(Collectors.joining(", ")));
        return this;
    }

    /// Whether it is a list.
    public boolean isList() {
        return node instanceof Json.Sequence;
    }

    /// Whether it is a list, or an object that is none itself but has one under `vectors`.
    public boolean isCollection() {
        return isList() || !has("kind") && member("vectors").orElse(node) instanceof Json.Sequence;
    }

    /// Whether the field is there and a text.
    public boolean isText(String field) {
        return member(field).orElse(node) instanceof Json.Text && has(field);
    }

    /// Whether the field is there.
    public boolean has(String field) {
        return member(field).isPresent();
    }

    private Optional<Json> member(String field) {
        return node.member(field).filter(value -> !(value instanceof Json.Null));
    }

    /// The field's value.
    public Entry get(String field) throws Unusable {
        return new Entry(member(field).orElseThrow(() -> missing(field)), where + "." + field);
    }

    private Unusable missing(String field) {
        return new Unusable("%s: the field \"%s\" is missing".formatted(where, field));
    }

    /// The items of a list; none if the field is absent.
    public List<Entry> items(String field) throws Unusable {
        return has(field) ? get(field).items() : List.of();
    }

    /// The items of this list.
    public List<Entry> items() throws Unusable {
        if (!(node instanceof Json.Sequence(var _, var values))) throw expected("a list");
        var items = new ArrayList<Entry>();
        for (var value : values) items.add(new Entry(value, where + "[" + items.size() + "]"));
        return items;
    }

    /// This text.
    public String text() throws Unusable {
        if (node instanceof Json.Text(var _, var value)) return value;
        throw expected("a string");
    }

    /// The field's text.
    public String text(String field) throws Unusable {
        return get(field).text();
    }

    /// A whole number, as a JSON number or as a string of decimal digits.
    public BigInteger number(String field) throws Unusable {
        var value = get(field);
        return switch (value.node) {
            case Json.Numeral(var _, var digits) when SIGNED.matcher(digits).matches() -> new BigInteger(digits);
            case Json.Text(var _, var digits) when NUMBER.matcher(digits).matches() -> new BigInteger(digits);
            default -> throw value.expected("a whole number of at most 78 digits");
        };
    }

    /// A whole number within bounds.
    ///
    /// @param min the least
    /// @param max the greatest
    public int number(String field, int min, int max) throws Unusable {
        var value = number(field);
        if (value.bitLength() > 31 || value.intValue() < min || value.intValue() > max)
            throw get(field).expected("a number in %d..%d".formatted(min, max));
        return value.intValue();
    }

    /// A whole number from 0 on.
    public BigInteger natural(String field) throws Unusable {
        var number = number(field);
        if (number.signum() < 0) throw get(field).expected("a number from 0 on");
        return number;
    }

    /// The field's bytes.
    public Bytes hex(String field) throws Unusable {
        var value = text(field);
        if (!HEX.matcher(value).matches()) throw get(field).expected("hex of whole bytes");
        return Bytes.ofHex(value.startsWith("0x") ? value.substring(2) : value);
    }

    /// One of these names, in either case.
    public <E extends Enum<E>> E name(String field, E[] values) throws Unusable {
        var name = text(field).toUpperCase(Locale.ROOT);
        for (var value : values) if (value.name().equals(name)) return value;
        throw get(field).expected("one of " + Stream.of(values).map(Enum::name).collect(Collectors.joining(", ")));
    }

    /// The fields' names, none if it is no object.
    public Set<String> names() {
        return node instanceof Json.Members(var _, var members)
                ? members.keySet()
                : Map.<String, Json>of().keySet();
    }
}

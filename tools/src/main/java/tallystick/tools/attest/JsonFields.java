package tallystick.tools.attest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.Signature64;
import tallystick.crypto.seal.VerifyKey;

/// The members of a stranger's JSON object, each read as what it must be.
///
/// @param json an object, or anything else that then has no members
record JsonFields(Json json) {
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2})*");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,9}");

    /// Something that may not fit together.
    interface Made<T> {
        T make() throws MalformedInput;
    }

    /// Reads one object of an array.
    interface Item<T> {
        T read(JsonFields item) throws MalformedInput;
    }

    /// What `make` gives; what does not fit together is the stranger's fault.
    <T> T fit(Made<T> make) throws MalformedInput {
        try {
            return make.make();
        } catch (IllegalArgumentException unfit) {
            throw new MalformedInput(json.at(), "what fits together: " + unfit.getMessage());
        }
    }

    String text(String name) throws MalformedInput {
        return json.text(name).orElseThrow(() -> missing(name, "text"));
    }

    void exactly(String name, String value) throws MalformedInput {
        if (!text(name).equals(value)) throw missing(name, "\"%s\"".formatted(value));
    }

    void version(String known) throws MalformedInput {
        if (!(json.member("version").orElse(json) instanceof Json.Numeral(var _, var digits)) || !digits.equals(known))
            throw missing("version", "version " + known);
    }

    int number(String name) throws MalformedInput {
        if (json.member(name).orElse(json) instanceof Json.Numeral(var _, var digits)
                && NUMBER.matcher(digits).matches()
                && Long.parseLong(digits) <= Integer.MAX_VALUE) return Integer.parseInt(digits);
        throw missing(name, "a number below 2^31");
    }

    Bytes hex(String name) throws MalformedInput {
        var text = text(name);
        if (!HEX.matcher(text).matches()) throw missing(name, "lower-case hex");
        return Bytes.ofHex(text);
    }

    Digest32 digest(String name) throws MalformedInput {
        return new Digest32(hex(name, Digest32.LENGTH_BYTES));
    }

    Signature64 signature(String name) throws MalformedInput {
        return new Signature64(hex(name, Signature64.LENGTH_BYTES));
    }

    VerifyKey identity(String name) throws MalformedInput {
        return switch (VerifyKey.parse(hex(name, VerifyKey.LENGTH_BYTES))) {
            case Parsed.Ok<VerifyKey>(var key) -> key;
            case Parsed.Malformed<VerifyKey> _ -> throw missing(name, "a point of Ed25519");
        };
    }

    private Bytes hex(String name, int lengthBytes) throws MalformedInput {
        var bytes = hex(name);
        if (bytes.length() != lengthBytes) throw missing(name, "%d bytes in hex".formatted(lengthBytes));
        return bytes;
    }

    Instant time(String name, DateTimeFormatter form) throws MalformedInput {
        try {
            return form.parse(text(name), Instant::from);
        } catch (DateTimeException e) {
            throw missing(name, "a time such as 2026-01-31T23:59:59.000Z");
        }
    }

    <T> T oneOf(String name, T[] values, Function<T, String> named) throws MalformedInput {
        var text = text(name);
        for (var value : values) if (named.apply(value).equals(text)) return value;
        throw missing(name, "one of %d known names".formatted(values.length));
    }

    JsonFields object(String name) throws MalformedInput {
        var member = json.member(name).orElseThrow(() -> missing(name, "an object"));
        return new JsonFields(member);
    }

    <T> List<T> objects(String name, Item<T> item) throws MalformedInput {
        var read = new ArrayList<T>();
        for (var each : json.items(name)) read.add(item.read(new JsonFields(each)));
        return read;
    }

    private MalformedInput missing(String name, String expected) {
        return new MalformedInput(json.member(name).orElse(json).at(), "%s as %s".formatted(name, expected));
    }
}

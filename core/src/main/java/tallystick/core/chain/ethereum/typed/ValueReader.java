package tallystick.core.chain.ethereum.typed;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.regex.Pattern;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;

/// Reads values as wallets write them in JSON; each must fit its type exactly. As deep as the JSON, which is bounded.
final class ValueReader {
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,77})");
    private static final Pattern HEX_NUMBER = Pattern.compile("0x[0-9a-fA-F]{1,64}");
    private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]*+");

    /// The most values a message is made of: people are to read them.
    private static final int LEAVES_MAX = 4096;

    private final Schema schema;
    private int leaves;

    ValueReader(Schema schema) {
        this.schema = schema;
    }

    TypedValue.Struct struct(String name, Json json) throws MalformedInput {
        if (!(json instanceof Json.Members(var at, var values))) throw new MalformedInput(json.at(), "a struct");
        var members = schema.members(name);
        if (members.isEmpty()) leaf(json);
        var read = new LinkedHashMap<String, TypedValue>();
        var types = new ArrayList<String>();
        for (var member : members) {
            var value = values.get(member.name());
            if (value == null) throw new MalformedInput(at, "a struct with every member of its type");
            read.put(member.name(), value(member.type(), value));
            types.add(member.type().text());
        }
        for (var entry : values.entrySet())
            if (!read.containsKey(entry.getKey()))
                throw new MalformedInput(entry.getValue().at(), "a struct with no member besides those of its type");
        return new TypedValue.Struct(schema.typeHash(name), read, types);
    }

    private void leaf(Json json) throws MalformedInput {
        if (++leaves > LEAVES_MAX) throw new MalformedInput(json.at(), "at most %d values".formatted(LEAVES_MAX));
    }

    private TypedValue value(MemberType type, Json json) throws MalformedInput {
        if (!(type instanceof MemberType.Struct) && !(type instanceof MemberType.Row)) leaf(json);
        return switch (type) {
            case MemberType.Whole(var signed, var bits) -> new TypedValue.Whole(number(json, signed, bits));
            case MemberType.Fixed(var length) -> {
                var bytes = bytes(json);
                if (bytes.length() != length) throw new MalformedInput(json.at(), "%d bytes".formatted(length));
                yield new TypedValue.Fixed(bytes);
            }
            case MemberType.Plain plain -> plain(plain, json);
            case MemberType.Struct(var name) -> struct(name, json);
            case MemberType.Row(var item, var length) -> {
                if (!(json instanceof Json.Sequence(var at, var values))) throw new MalformedInput(json.at(), "a list");
                if (length.isPresent() && length.get() != values.size())
                    throw new MalformedInput(at, "a list of %d".formatted(length.get()));
                if (values.isEmpty()) leaf(json);
                var items = new ArrayList<TypedValue>();
                for (var each : values) items.add(value(item, each));
                yield new TypedValue.Row(items);
            }
        };
    }

    private static TypedValue plain(MemberType.Plain type, Json json) throws MalformedInput {
        return switch (type) {
            case BOOL -> {
                if (!(json instanceof Json.Truth(var _, var value)))
                    throw new MalformedInput(json.at(), "true or false");
                yield new TypedValue.Truth(value);
            }
            case ADDRESS -> {
                var address = Address.parse(text(json, "an address"));
                if (address.isEmpty())
                    throw new MalformedInput(json.at(), "an address of 40 hex digits with a right checksum");
                yield new TypedValue.Holder(address.get());
            }
            case STRING -> new TypedValue.Text(text(json, "a text"));
            case BYTES -> new TypedValue.Raw(bytes(json));
        };
    }

    private static BigInteger number(Json json, boolean signed, int bits) throws MalformedInput {
        var value =
                switch (json) {
                    case Json.Numeral(var _, var digits) -> new BigInteger(digits);
                    case Json.Text(var _, var text)
                    when DECIMAL.matcher(text).matches() && !text.equals("-0") -> new BigInteger(text);
                    case Json.Text(var _, var text)
                    when HEX_NUMBER.matcher(text).matches() -> new BigInteger(text.substring(2), 16);
                    default -> throw new MalformedInput(json.at(), "a whole number, or one as text");
                };
        // A signed number of n bits is one whose two's complement needs at most n-1 bits besides the sign.
        var fits = signed ? value.bitLength() < bits : value.signum() >= 0 && value.bitLength() <= bits;
        if (!fits) throw new MalformedInput(json.at(), "a number of %s%d".formatted(signed ? "int" : "uint", bits));
        return value;
    }

    private static Bytes bytes(Json json) throws MalformedInput {
        var text = text(json, "bytes");
        if (text.length() % 2 != 0 || !HEX.matcher(text).matches())
            throw new MalformedInput(json.at(), "bytes as 0x and hex digits");
        return Bytes.ofHex(text.substring(2).toLowerCase(Locale.ROOT));
    }

    private static String text(Json json, String what) throws MalformedInput {
        if (json instanceof Json.Text(var _, var text)) return text;
        throw new MalformedInput(json.at(), what + " in quotes");
    }
}

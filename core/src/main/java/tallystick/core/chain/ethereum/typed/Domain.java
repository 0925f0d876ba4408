package tallystick.core.chain.ethereum.typed;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.hash.Digest32;

/// For whom a typed message is meant.
///
/// @param number the chain's number
/// @param contract who checks the signature
/// @spec https://eips.ethereum.org/EIPS/eip-712#definition-of-domainseparator EIP-712, domainSeparator
record Domain(
        TypedValue.Struct fields,
        Optional<String> name,
        Optional<BigInteger> number,
        Optional<Address> contract,
        Optional<Bytes> salt) {
    private static final List<Schema.Member> MEMBERS = List.of(
            new Schema.Member("name", MemberType.Plain.STRING),
            new Schema.Member("version", MemberType.Plain.STRING),
            new Schema.Member("chainId", new MemberType.Whole(false, 256)),
            new Schema.Member("verifyingContract", MemberType.Plain.ADDRESS),
            new Schema.Member("salt", new MemberType.Fixed(32)));

    /// Some of the five members, in this order and no others.
    static Domain read(Schema schema, Json types, Json json) throws MalformedInput {
        var members = schema.members(Schema.DOMAIN);
        if (members.isEmpty()) throw new MalformedInput(types.at(), "the type EIP712Domain with its members");
        var last = -1;
        for (var member : members) {
            var index = MEMBERS.indexOf(member);
            if (index <= last)
                throw new MalformedInput(types.at(), "the members of EIP712Domain with their types and in their order");
            last = index;
        }
        var fields = new ValueReader(schema).struct(Schema.DOMAIN, json);
        return new Domain(
                fields,
                found(fields, "name", TypedValue.Text.class).map(TypedValue.Text::value),
                found(fields, "chainId", TypedValue.Whole.class).map(TypedValue.Whole::value),
                found(fields, "verifyingContract", TypedValue.Holder.class).map(TypedValue.Holder::value),
                found(fields, "salt", TypedValue.Fixed.class).map(TypedValue.Fixed::value));
    }

    Digest32 separator() {
        return fields.hash();
    }

    /// Whether it says a chain's number, in its place or as salt where contracts of some chains keep it.
    boolean isBoundTo(BigInteger chain) {
        return number.isPresent()
                ? number.get().equals(chain)
                : salt.isPresent() && salt.get().equals(new TypedValue.Whole(chain).word());
    }

    private static <T extends TypedValue> Optional<T> found(TypedValue.Struct fields, String name, Class<T> type) {
        return Optional.ofNullable(fields.members().get(name)).map(type::cast);
    }
}

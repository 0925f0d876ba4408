package tallystick.core.chain.ethereum.typed;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallystick.core.chain.Effect;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// A value of a member's type.
///
/// @spec https://eips.ethereum.org/EIPS/eip-712#definition-of-encodedata EIP-712, encodeData
sealed interface TypedValue {
    /// What stands for the value in the encoding of its struct.
    Bytes word();

    record Whole(BigInteger value) implements TypedValue {
        @Override
        public Bytes word() {
            var word = new byte[32];
            var digits = value.toByteArray();
            if (value.signum() < 0) java.util.Arrays.fill(word, (byte) 0xff);
            var length = Math.min(digits.length, 32);
            System.arraycopy(digits, digits.length - length, word, 32 - length, length);
            return Bytes.copyOf(word);
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }

    record Truth(boolean value) implements TypedValue {
        @Override
        public Bytes word() {
            var word = new byte[32];
            word[31] = (byte) (value ? 1 : 0);
            return Bytes.copyOf(word);
        }

        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    record Fixed(Bytes value) implements TypedValue {
        @Override
        public Bytes word() {
            return Bytes.concat(value, Bytes.copyOf(new byte[32 - value.length()]));
        }

        @Override
        public String toString() {
            return "0x" + value;
        }
    }

    record Holder(Address value) implements TypedValue {
        @Override
        public Bytes word() {
            return Bytes.concat(Bytes.copyOf(new byte[12]), value.value());
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }

    record Raw(Bytes value) implements TypedValue {
        @Override
        public Bytes word() {
            return StandardHash.keccak256(value).bytes();
        }

        @Override
        public String toString() {
            return "0x" + value;
        }
    }

    record Text(String value) implements TypedValue {
        @Override
        public Bytes word() {
            return StandardHash.keccak256(Bytes.ofUtf8(value)).bytes();
        }

        @Override
        public String toString() {
            return value;
        }
    }

    record Row(List<TypedValue> items) implements TypedValue {
        public Row {
            items = List.copyOf(items);
        }

        @Override
        public Bytes word() {
            var all = new Writer();
            for (var item : items) all.raw(item.word());
            return StandardHash.keccak256(all.toBytes()).bytes();
        }
    }

    /// @param types the name of each member's type, in the order of the members
    record Struct(Digest32 typeHash, Map<String, TypedValue> members, List<String> types) implements TypedValue {
        public Struct {
            members = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(members));
            types = List.copyOf(types);
        }

        @Override
        public Bytes word() {
            return hash().bytes();
        }

        /// @spec https://eips.ethereum.org/EIPS/eip-712#definition-of-hashstruct EIP-712, hashStruct
        Digest32 hash() {
            var all = new Writer().raw(typeHash.bytes());
            for (var member : members.values()) all.raw(member.word());
            return StandardHash.keccak256(all.toBytes());
        }

        TypedValue get(String name) {
            var value = members.get(name);
            if (value == null) throw new AssertionError("a member that the type does not have");
            return value;
        }

        BigInteger number(String name) {
            return ((Whole) get(name)).value();
        }

        Address address(String name) {
            return ((Holder) get(name)).value();
        }

        boolean truth(String name) {
            return ((Truth) get(name)).value();
        }

        Struct struct(String name) {
            return (Struct) get(name);
        }

        List<TypedValue> items(String name) {
            return ((Row) get(name)).items();
        }

        /// Every leaf with its way from here, in order.
        List<Effect.Argument> leaves(String way) {
            var found = new ArrayList<Effect.Argument>();
            leaves(new StringBuilder(way), found);
            return List.copyOf(found);
        }

        /// The way is one buffer, lengthened and cut back, so that it is written out for leaves only.
        private void leaves(StringBuilder way, List<Effect.Argument> found) {
            var length = way.length();
            var i = 0;
            for (var member : members.entrySet()) {
                leaves(way.append('.').append(member.getKey()), types.get(i++), member.getValue(), found);
                way.setLength(length);
            }
        }

        private static void leaves(StringBuilder way, String type, TypedValue value, List<Effect.Argument> found) {
            switch (value) {
                case Struct struct when !struct.members().isEmpty() -> struct.leaves(way, found);
                case Struct _ -> found.add(new Effect.Argument(way.toString(), type, "()"));
                case Row(var items) when items.isEmpty() -> found.add(new Effect.Argument(way.toString(), type, "[]"));
                case Row(var items) -> {
                    var inner = type.substring(0, type.lastIndexOf('['));
                    var length = way.length();
                    for (var i = 0; i < items.size(); i++) {
                        leaves(way.append('[').append(i).append(']'), inner, items.get(i), found);
                        way.setLength(length);
                    }
                }
                case Whole _, Truth _, Fixed _, Holder _, Raw _, Text _ ->
                    found.add(new Effect.Argument(way.toString(), type, value.toString()));
            }
        }
    }
}

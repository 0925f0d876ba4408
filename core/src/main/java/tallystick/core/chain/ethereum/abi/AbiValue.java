package tallystick.core.chain.ethereum.abi;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;

/// A value of the contract ABI.
public sealed interface AbiValue {
    /// An integer, signed or not.
    record Numeral(BigInteger value) implements AbiValue {}

    /// A truth value.
    record Truth(boolean value) implements AbiValue {}

    /// An address.
    record Location(Address value) implements AbiValue {}

    /// Bytes of a fixed or dynamic length, or a function pointer.
    record Binary(Bytes value) implements AbiValue {}

    /// The bytes of a string, a stranger's: they need not be UTF-8.
    record Text(Bytes value) implements AbiValue {
        /// The text, if it is UTF-8.
        public Optional<String> text() {
            try {
                var decoder = StandardCharsets.UTF_8.newDecoder();
                return Optional.of(
                        decoder.decode(ByteBuffer.wrap(value.toArray())).toString());
            } catch (CharacterCodingException notText) {
                return Optional.empty();
            }
        }
    }

    /// The items of an array, or the fields of a tuple.
    record Sequence(List<AbiValue> items) implements AbiValue {
        /// Copies.
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// The value as an argument's text: numbers decimal, bytes lower-case hex with `0x`, addresses with their checksum,
    /// sequences in brackets; a string as it is, or as hex if it is not UTF-8.
    default String display() {
        return switch (this) {
            case Numeral(var value) -> value.toString();
            case Truth(var value) -> Boolean.toString(value);
            case Location(var value) -> value.toString();
            case Binary(var value) -> "0x" + value.toHex();
            case Text text -> text.text().orElseGet(() -> "0x" + text.value().toHex());
            case Sequence(var items) ->
                items.stream().map(AbiValue::display).collect(Collectors.joining(", ", "[", "]"));
        };
    }
}

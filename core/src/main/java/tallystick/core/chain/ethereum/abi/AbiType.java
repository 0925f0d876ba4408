package tallystick.core.chain.ethereum.abi;

import java.util.List;
import java.util.stream.Collectors;
import tallystick.crypto.codec.Parsed;

/// A type of the contract ABI.
///
/// **Form** canonical text such as `(address,uint256)[2][]`. Nesting at most [#DEPTH_MAX], a static type at most
/// [#HEAD_BYTES_MAX] long; arrays of zero items and empty tuples, which Solidity does not have, are not read.
///
/// @spec https://docs.soliditylang.org/en/latest/abi-spec.html#types Contract ABI, Types
public sealed interface AbiType {
    /// Deepest nesting of arrays and tuples.
    int DEPTH_MAX = 16;

    /// Longest head of one type.
    int HEAD_BYTES_MAX = 1 << 20;

    /// Length of a slot.
    int WORD_BYTES = 32;

    /// Length of an address.
    int ADDRESS_BYTES = 20;

    /// `uint<M>`, M in bits.
    record Unsigned(int bits) implements AbiType {
        /// @throws IllegalArgumentException if not a multiple of 8 in 8..256: the caller's fault
        public Unsigned {
            requireBits(bits);
        }

        @Override
        public String canonical() {
            return "uint" + bits;
        }
    }

    /// `int<M>`, two's complement, M in bits.
    record Signed(int bits) implements AbiType {
        /// @throws IllegalArgumentException if not a multiple of 8 in 8..256: the caller's fault
        public Signed {
            requireBits(bits);
        }

        @Override
        public String canonical() {
            return "int" + bits;
        }
    }

    /// `address`.
    record Location() implements AbiType {
        @Override
        public String canonical() {
            return "address";
        }
    }

    /// `bool`.
    record Truth() implements AbiType {
        @Override
        public String canonical() {
            return "bool";
        }
    }

    /// `bytes<M>`, M in 1..32.
    record FixedBytes(int lengthBytes) implements AbiType {
        /// @throws IllegalArgumentException if not in 1..32: the caller's fault
        public FixedBytes {
            if (lengthBytes < 1 || lengthBytes > WORD_BYTES)
                throw new IllegalArgumentException("bytes%d not in 1..32".formatted(lengthBytes));
        }

        @Override
        public String canonical() {
            return "bytes" + lengthBytes;
        }
    }

    /// `function`: an address and a selector, 24 bytes.
    record FunctionPointer() implements AbiType {
        @Override
        public String canonical() {
            return "function";
        }
    }

    /// `bytes`.
    record DynamicBytes() implements AbiType {
        @Override
        public String canonical() {
            return "bytes";
        }

        @Override
        public boolean isDynamic() {
            return true;
        }
    }

    /// `string`, UTF-8.
    record Text() implements AbiType {
        @Override
        public String canonical() {
            return "string";
        }

        @Override
        public boolean isDynamic() {
            return true;
        }
    }

    /// `T[k]`.
    ///
    /// @param count 1 or more
    record FixedArray(AbiType item, int count) implements AbiType {
        /// @throws IllegalArgumentException if empty, too deep or too long: the caller's fault
        public FixedArray {
            if (count < 1) throw new IllegalArgumentException("array of %d items".formatted(count));
            requireSize(item.depth() + 1, (long) item.headBytes() * count);
        }

        @Override
        public String canonical() {
            return item.canonical() + "[" + count + "]";
        }

        @Override
        public boolean isDynamic() {
            return item.isDynamic();
        }

        @Override
        public int staticBytes() {
            return item.headBytes() * count;
        }

        @Override
        public int depth() {
            return item.depth() + 1;
        }
    }

    /// `T[]`.
    record Array(AbiType item) implements AbiType {
        /// @throws IllegalArgumentException if too deep: the caller's fault
        public Array {
            requireSize(item.depth() + 1, 0);
        }

        @Override
        public String canonical() {
            return item.canonical() + "[]";
        }

        @Override
        public boolean isDynamic() {
            return true;
        }

        @Override
        public int depth() {
            return item.depth() + 1;
        }
    }

    /// `(T1,T2,…)`.
    ///
    /// @param fields one or more, their names are labels and no part of the type
    record Tuple(List<Parameter> fields) implements AbiType {
        /// @throws IllegalArgumentException if empty, too deep or too long: the caller's fault
        public Tuple {
            fields = List.copyOf(fields);
            if (fields.isEmpty()) throw new IllegalArgumentException("a tuple of no fields");
            requireSize(deepest(fields) + 1, heads(fields));
        }

        @Override
        public String canonical() {
            return fields.stream().map(field -> field.type().canonical()).collect(Collectors.joining(",", "(", ")"));
        }

        @Override
        public boolean isDynamic() {
            return fields.stream().anyMatch(field -> field.type().isDynamic());
        }

        @Override
        public int staticBytes() {
            return (int) heads(fields);
        }

        @Override
        public int depth() {
            return deepest(fields) + 1;
        }

        private static int deepest(List<Parameter> fields) {
            return fields.stream().mapToInt(field -> field.type().depth()).max().orElse(0);
        }
    }

    /// Reads canonical text, with the short names `uint` and `int` for 256 bits.
    static Parsed<AbiType> parse(String text) {
        return TypeReader.parse(text);
    }

    /// The text that is hashed into a selector.
    String canonical();

    /// Whether the head holds an offset in place of the value.
    default boolean isDynamic() {
        return false;
    }

    /// Length of the head of an array or tuple's own fields, or of a value in place.
    default int staticBytes() {
        return WORD_BYTES;
    }

    /// How many bytes it takes in the head of what it is part of.
    default int headBytes() {
        return isDynamic() ? WORD_BYTES : staticBytes();
    }

    /// How many arrays and tuples are nested in it, itself counted.
    default int depth() {
        return 0;
    }

    private static long heads(List<Parameter> fields) {
        return fields.stream().mapToLong(field -> field.type().headBytes()).sum();
    }

    private static void requireBits(int bits) {
        if (bits < 8 || bits > 256 || bits % 8 != 0)
            throw new IllegalArgumentException("%d bits not a multiple of 8 in 8..256".formatted(bits));
    }

    private static void requireSize(int depth, long headBytes) {
        if (depth > DEPTH_MAX) throw new IllegalArgumentException("type nested deeper than " + DEPTH_MAX);
        if (headBytes > HEAD_BYTES_MAX)
            throw new IllegalArgumentException("type of more than %d bytes".formatted(HEAD_BYTES_MAX));
    }
}

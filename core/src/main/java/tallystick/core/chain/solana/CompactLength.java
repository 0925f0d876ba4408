package tallystick.core.chain.solana;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Lengths inside messages: 0..65535 in one to three bytes, seven bits each, lowest first, the shortest form only.
///
/// @spec https://solana.com/docs/core/transactions/transaction-structure Solana documentation, compact-array format
final class CompactLength {
    private CompactLength() {}

    static int read(Reader reader, String field) throws MalformedInput {
        var start = reader.position();
        var value = 0;
        for (var i = 0; i < 3; i++) {
            var part = reader.u8(field);
            if (i > 0 && part == 0) throw new MalformedInput(start, "the shortest form of " + field);
            value |= (part & 0x7f) << 7 * i;
            if (part < 0x80) {
                if (value > 0xffff) break;
                return value;
            }
        }
        throw new MalformedInput(start, field + " in 0..65535");
    }

    static void write(Writer writer, int value) {
        if (value < 0 || value > 0xffff)
            throw new IllegalArgumentException("length %d not in 0..65535".formatted(value));
        var rest = value;
        while (rest >= 0x80) {
            writer.u8(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        writer.u8(rest);
    }
}

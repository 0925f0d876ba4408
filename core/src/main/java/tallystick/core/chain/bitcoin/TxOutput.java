package tallystick.core.chain.bitcoin;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Value and who may spend it.
///
/// @param valueSatoshi 0..[#VALUE_MAX]
public record TxOutput(long valueSatoshi, OutputScript script) {
    /// All there can ever be: 21 million bitcoin.
    public static final long VALUE_MAX = 2_100_000_000_000_000L;

    static final int LENGTH_BYTES_MIN = 9;

    /// @throws IllegalArgumentException if the value is out of range: the caller's fault
    public TxOutput {
        if (valueSatoshi < 0 || valueSatoshi > VALUE_MAX)
            throw new IllegalArgumentException("value %d not in 0..21e14".formatted(valueSatoshi));
    }

    /// Reads value and script as a transaction has them.
    public static TxOutput read(Reader reader) throws MalformedInput {
        var start = reader.position();
        var value = LittleEndian.u64(reader, "output value");
        if (value > VALUE_MAX) throw new MalformedInput(start, "output value in 0..21e14");
        return new TxOutput(
                value, new OutputScript(LittleEndian.variable(reader, OutputScript.LENGTH_BYTES_MAX, "output script")));
    }

    /// Writes value and script as a transaction has them.
    public void write(Writer writer) {
        LittleEndian.variable(LittleEndian.u64(writer, valueSatoshi), script.bytes());
    }

    /// How many bytes of a transaction it takes.
    public int lengthBytes() {
        return 8
                + LittleEndian.countLengthBytes(script.bytes().length())
                + script.bytes().length();
    }
}

package tallystick.core.chain.bitcoin.psbt;

import tallystick.core.chain.bitcoin.LittleEndian;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// One field of a map.
///
/// @param type which field, 0..2^31-1
/// @param keyData what tells entries of one type apart; most fields have none
public record PsbtEntry(int type, Bytes keyData, Bytes value) {
    /// @throws IllegalArgumentException if the type is negative: the caller's fault
    public PsbtEntry {
        if (type < 0) throw new IllegalArgumentException("field type %d negative".formatted(type));
    }

    /// A field without key data.
    static PsbtEntry of(int type, Bytes value) {
        return new PsbtEntry(type, Bytes.empty(), value);
    }

    /// A field of four bytes.
    static PsbtEntry ofU32(int type, long value) {
        return of(type, LittleEndian.u32(new Writer(), value).toBytes());
    }

    /// The whole key, by which entries are ordered and told apart.
    Bytes key() {
        return LittleEndian.count(new Writer(), type).raw(keyData).toBytes();
    }

    boolean hasKeyOf(PsbtEntry other) {
        return type == other.type && keyData.equals(other.keyData);
    }

    /// All of it, written.
    int lengthBytes() {
        var keyBytes = LittleEndian.countLengthBytes(type) + keyData.length();
        return LittleEndian.countLengthBytes(keyBytes) + keyBytes + valueHeadBytes() + value.length();
    }

    /// What says how long the value is.
    int valueHeadBytes() {
        return LittleEndian.countLengthBytes(value.length());
    }

    void write(Writer writer) {
        LittleEndian.variable(LittleEndian.variable(writer, key()), value);
    }

    /// Reads the entry whose key has this length.
    static PsbtEntry read(Reader reader, int keyLengthBytes) throws MalformedInput {
        var end = reader.position() + keyLengthBytes;
        var type = LittleEndian.count(reader, Integer.MAX_VALUE, "field type");
        if (reader.position() > end) throw new MalformedInput(end, "field type within its key");
        var keyData = reader.raw(end - reader.position(), "key of field 0x%02x".formatted(type));
        return new PsbtEntry(
                type,
                keyData,
                LittleEndian.variable(reader, reader.remaining(), "value of field 0x%02x".formatted(type)));
    }
}

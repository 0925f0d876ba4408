package tallystick.mpc.kit;

import tallystick.crypto.codec.Bytes;

/// Where one field stands in an encoded message.
///
/// @param field its name, for the report
/// @param offset of its first byte
/// @param lengthBytes at least 1
public record FieldSpan(String field, int offset, int lengthBytes) {
    /// The field's bytes.
    public Bytes in(Bytes message) {
        return message.slice(offset, offset + lengthBytes);
    }

    /// The message with other bytes in place of the field, of any length.
    public Bytes replace(Bytes message, Bytes other) {
        return Bytes.concat(message.slice(0, offset), other, message.slice(offset + lengthBytes, message.length()));
    }
}

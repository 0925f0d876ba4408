package tallystick.core.wire;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// What anybody may know of a key.
///
/// @param id names it for ever
/// @param schemeCode as in `mpc.key.Scheme`
/// @param tree who can sign
/// @param epoch generation of its shares
/// @param point the encoded joint public key
/// @param chainCode for derivation
public record KeyCard(Digest32 id, int schemeCode, String tree, int epoch, Bytes point, Digest32 chainCode) {
    void write(Writer writer) {
        writer.raw(id.bytes()).u8(schemeCode);
        Text.write(writer, tree);
        writer.u32(epoch).variable(point).raw(chainCode.bytes());
    }

    static KeyCard read(Reader reader) throws MalformedInput {
        return new KeyCard(
                Digest32.read(reader, "key id"),
                reader.u8("scheme"),
                Text.read(reader, 4096, "tree"),
                reader.u32("epoch"),
                reader.variable(64, "point"),
                Digest32.read(reader, "chain code"));
    }
}

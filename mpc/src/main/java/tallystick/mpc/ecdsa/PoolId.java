package tallystick.mpc.ecdsa;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// Names one batch of VOLE items of one ordered pair for ever.
///
/// **Why** two replicas, two boots or two fills must never mean different items by one name: the name is the hash of
/// the key, the epoch, the ordered pair, both boot ids, 32 fresh bytes of each side and the transcript of the OT
/// extension.
///
/// **Form** 32 bytes; see `docs/spec/vole.md` §5.
///
/// @param value the hash
public record PoolId(Digest32 value) implements Comparable<PoolId> {
    /// Reads 32 bytes.
    public static PoolId read(Reader reader, String field) throws MalformedInput {
        return new PoolId(Digest32.read(reader, field));
    }

    /// Writes 32 bytes.
    public void write(Writer writer) {
        writer.raw(value.bytes());
    }

    @Override
    public int compareTo(PoolId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString().substring(0, 16);
    }
}

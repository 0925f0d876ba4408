package tallystick.mpc.ecdsa;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Names one VOLE item: the same on both sides of the pair.
///
/// **Form** 36 bytes: pool id, then u32 index.
///
/// @param pool the batch
/// @param index its place in the batch, from 0
public record ItemRef(PoolId pool, int index) implements Comparable<ItemRef> {
    /// @throws IllegalArgumentException if the index is negative: the caller's fault
    public ItemRef {
        if (index < 0) throw new IllegalArgumentException("item index %d negative".formatted(index));
    }

    /// Reads 36 bytes.
    public static ItemRef read(Reader reader, String field) throws MalformedInput {
        return new ItemRef(PoolId.read(reader, field + " pool"), reader.u32(field + " index"));
    }

    /// Writes 36 bytes.
    public void write(Writer writer) {
        pool.write(writer);
        writer.u32(index);
    }

    @Override
    public int compareTo(ItemRef other) {
        var byPool = pool.compareTo(other.pool);
        return byPool != 0 ? byPool : Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return pool + "/" + index;
    }
}

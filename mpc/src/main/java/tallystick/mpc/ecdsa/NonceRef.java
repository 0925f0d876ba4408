package tallystick.mpc.ecdsa;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// Names one pre-committed nonce of one party, and fixes its commitment.
///
/// **Form** 36 bytes: the batch, then u32 index.
///
/// @param batch [NonceBatch#name], a hash over all commitments of the batch
/// @param index its place in the batch, from 0
public record NonceRef(Digest32 batch, int index) {
    /// @throws IllegalArgumentException if the index is negative: the caller's fault
    public NonceRef {
        if (index < 0) throw new IllegalArgumentException("nonce index %d negative".formatted(index));
    }

    /// Reads 36 bytes.
    public static NonceRef read(Reader reader, String field) throws MalformedInput {
        return new NonceRef(Digest32.read(reader, field + " batch"), reader.u32(field + " index"));
    }

    /// Writes 36 bytes.
    public void write(Writer writer) {
        writer.raw(batch.bytes()).u32(index);
    }
}

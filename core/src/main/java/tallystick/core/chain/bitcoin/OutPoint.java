package tallystick.core.chain.bitcoin;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// Which output of which transaction.
///
/// @param transaction the hash as it stands in transactions; people see it reversed
/// @param index 0..2^32-1
public record OutPoint(Digest32 transaction, long index) {
    /// @throws IllegalArgumentException if the index is out of range: the caller's fault
    public OutPoint {
        if (index < 0 || index > 0xffff_ffffL)
            throw new IllegalArgumentException("output index %d not in 0..2^32-1".formatted(index));
    }

    /// By the transaction's id as people write it.
    ///
    /// @param txid 64 hex digits
    public static OutPoint of(String txid, long index) {
        return new OutPoint(new Digest32(LittleEndian.reversed(Bytes.ofHex(txid))), index);
    }

    /// The transaction's id as people write it.
    public String txid() {
        return LittleEndian.reversed(transaction.bytes()).toHex();
    }

    /// Whether it is the place where a coinbase has no output to spend.
    boolean isNull() {
        return index == 0xffff_ffffL && LittleEndian.number(transaction.bytes().slice(0, 8)) == 0;
    }

    static OutPoint read(Reader reader) throws MalformedInput {
        return new OutPoint(Digest32.read(reader, "spent transaction"), LittleEndian.u32(reader, "spent index"));
    }

    void write(Writer writer) {
        LittleEndian.u32(writer.raw(transaction.bytes()), index);
    }

    @Override
    public String toString() {
        return txid() + ":" + index;
    }
}

package tallystick.core.chain.ethereum.safe;

import java.math.BigInteger;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// Words of 32 bytes one after the other, to be hashed: structs of EIP-712 and static tuples of the ABI.
public final class Words {
    private static final int WORD_BYTES = 32;

    private final Writer writer = new Writer();

    private Words() {}

    /// Nothing yet.
    public static Words empty() {
        return new Words();
    }

    /// Begins with the hash of a type.
    public static Words of(Digest32 first) {
        return new Words().digest(first);
    }

    /// The hash of a struct's encoded type.
    ///
    /// @spec https://eips.ethereum.org/EIPS/eip-712#definition-of-hashstruct EIP-712, definition of hashStruct
    public static Digest32 typeHash(String encodedType) {
        return StandardHash.keccak256(Bytes.ofUtf8(encodedType));
    }

    /// Then a number, 0..2^256-1.
    public Words number(BigInteger value) {
        var bytes = value.toByteArray();
        var skip = bytes.length > WORD_BYTES ? bytes.length - WORD_BYTES : 0;
        if (value.signum() < 0 || value.bitLength() > 256) throw new IllegalArgumentException("number not in a word");
        writer.raw(Bytes.copyOf(new byte[WORD_BYTES - bytes.length + skip]));
        writer.raw(Bytes.copyOf(bytes, skip, bytes.length - skip));
        return this;
    }

    /// Then an address after twelve zero bytes.
    public Words address(Address address) {
        return number(new BigInteger(1, address.value().toArray()));
    }

    /// Then a digest.
    public Words digest(Digest32 digest) {
        writer.raw(digest.bytes());
        return this;
    }

    /// Then the hash of bytes.
    public Words hashOf(Bytes bytes) {
        return digest(StandardHash.keccak256(bytes));
    }

    /// All of them.
    public Bytes bytes() {
        return writer.toBytes();
    }

    /// The hash of all of them.
    public Digest32 hash() {
        return StandardHash.keccak256(writer.toBytes());
    }
}

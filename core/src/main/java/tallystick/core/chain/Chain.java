package tallystick.core.chain;

import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;

/// One family of chains. A further family joins by one package that implements this.
public interface Chain {
    /// The CAIP-2 namespace it serves.
    String namespace();

    /// Reads unsigned bytes strictly: every byte accounted for, only the canonical form, only of this kind of content,
    /// and only for this very chain.
    Parsed<? extends UnsignedTransaction> parse(ChainId chain, Content content, Bytes unsigned);

    /// The account of a public key, in the form of address this family uses by default.
    Account account(ChainId chain, Point key);

    /// Reads an address as people write it and gives its canonical form; empty if it is not one of this chain, or its
    /// checksum is wrong.
    Optional<Account> account(ChainId chain, String address);
}

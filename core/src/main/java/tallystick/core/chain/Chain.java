package tallystick.core.chain;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;

/// One family of chains. A further family joins by one package that implements this.
public interface Chain {
    /// The CAIP-2 namespace it serves.
    String namespace();

    /// Reads unsigned bytes strictly: every byte accounted for, only the canonical form, and only for this very chain.
    Parsed<? extends UnsignedTransaction> parse(ChainId chain, Bytes unsigned);

    /// The address of a public key in the chain's canonical text.
    String address(Point key);
}

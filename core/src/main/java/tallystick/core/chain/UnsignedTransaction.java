package tallystick.core.chain;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// A transaction whose every byte was understood as structure, ready to be judged and then signed.
public interface UnsignedTransaction {
    /// The chain it is bound to.
    ChainId chain();

    /// The canonical unsigned bytes: parsing them again gives an equal transaction.
    Bytes bytes();

    /// What it does, in the order the chain does it.
    List<Effect> effects();

    /// The digests to be signed, one per signature the chain wants.
    List<Digest32> digests();

    /// The transaction with its signatures, in the order of [#digests].
    ///
    /// @throws IllegalArgumentException if the count differs: the caller's bug
    SignedTransaction attach(List<RecoverableSignature> signatures);
}

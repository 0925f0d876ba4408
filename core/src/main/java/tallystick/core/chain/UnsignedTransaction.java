package tallystick.core.chain;

import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// Something a chain's key signs, a transaction above all, whose every byte was understood as structure: ready to be
/// judged and then signed.
public interface UnsignedTransaction {
    /// The chain it is bound to.
    ChainId chain();

    /// What kind of content it is.
    Content content();

    /// The canonical unsigned bytes: parsing them again gives an equal transaction.
    Bytes bytes();

    /// What it does, in the order the chain does it, the fee last.
    ///
    /// @param signer the account whose key signs
    /// @param knowledge what makes it readable
    List<Effect> effects(Account signer, Knowledge knowledge);

    /// What a person should know before agreeing, the gravest first.
    List<Warning> warnings(Account signer, Knowledge knowledge);

    /// What is to be signed, one for each signature the chain wants.
    List<SigningInput> inputs();

    /// The digests of [#inputs], in order.
    default List<Digest32> digests() {
        return inputs().stream().map(SigningInput::digest).toList();
    }

    /// How many bytes must still be filled in just before signing, because they lapse sooner than people approve: 32 for
    /// a Solana message whose blockhash is blanked, otherwise 0. Intents cover the transaction without them.
    default int lapsingLengthBytes() {
        return 0;
    }

    /// This transaction with its lapsing bytes filled in, and equal to it apart from them. What the chain checks are the
    /// [#inputs] of the result.
    ///
    /// @param lapsing [#lapsingLengthBytes] bytes
    /// @throws IllegalArgumentException if there are more or fewer: the caller's bug
    default UnsignedTransaction completed(Bytes lapsing) {
        if (lapsing.length() != 0)
            throw new IllegalArgumentException("%d lapsing bytes, not 0".formatted(lapsing.length()));
        return this;
    }

    /// The name the chain will give it, where the signature cannot change that.
    Optional<String> predictedId();

    /// The transaction with its signatures, in the order of [#inputs].
    ///
    /// @throws IllegalArgumentException if count or kind differ: the caller's bug
    SignedTransaction attach(List<? extends ChainSignature> signatures);
}

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

    /// Whether its inputs can be signed as they are: nothing was left open that a chain lets be filled in after people
    /// agreed, such as Solana's recent blockhash.
    default boolean isComplete() {
        return true;
    }

    /// What people agree to and compare: the same, with what a chain lets be filled in afterwards left open.
    default UnsignedTransaction agreed() {
        return this;
    }

    /// Whether it is complete and says what `approved` says, apart from what was left open there: then whoever agreed
    /// to that one agreed to this one.
    default boolean completes(UnsignedTransaction approved) {
        return isComplete() && equals(approved);
    }

    /// Whether this is the message of an input of a complete transaction that [#completes] this one: what may be signed
    /// by whom this was agreed to.
    ///
    /// @param message [SigningInput#message]
    default boolean isCompletedBy(Bytes message) {
        return isComplete()
                && inputs().stream().anyMatch(input -> input.message().equals(message));
    }

    /// What it does, in the order the chain does it, the fee last.
    ///
    /// @param signer the account whose key signs
    /// @param knowledge what makes it readable
    List<Effect> effects(Account signer, Knowledge knowledge);

    /// When, how often and in which order it counts, as far as the bytes say it.
    ///
    /// @param signer the account whose key signs
    /// @param knowledge what makes it readable
    default List<Term> terms(Account signer, Knowledge knowledge) {
        return List.of();
    }

    /// What a person should know before agreeing, the gravest first.
    List<Warning> warnings(Account signer, Knowledge knowledge);

    /// What is to be signed, one for each signature the chain wants.
    List<SigningInput> inputs();

    /// The digests of [#inputs], in order.
    default List<Digest32> digests() {
        return inputs().stream().map(SigningInput::digest).toList();
    }

    /// The name the chain will give it, where the signature cannot change that.
    Optional<String> predictedId();

    /// The transaction with its signatures, in the order of [#inputs].
    ///
    /// @throws IllegalArgumentException if count or kind differ: the caller's bug
    SignedTransaction attach(List<? extends ChainSignature> signatures);
}

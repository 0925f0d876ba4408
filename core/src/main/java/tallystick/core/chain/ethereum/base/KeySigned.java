package tallystick.core.chain.ethereum.base;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.EcdsaVerify;
import tallystick.crypto.hash.Digest32;

/// Anything of this family that one key signs once, with ECDSA over Keccak-256.
public interface KeySigned extends UnsignedTransaction {
    /// What the key signs.
    Digest32 digest();

    /// What is broadcast or handed over, with this signature.
    ///
    /// @param signature with recovery id 0 or 1
    SignedTransaction attach(RecoverableSignature signature);

    @Override
    default List<SigningInput> inputs() {
        return List.of(SigningInput.ecdsa(digest()));
    }

    @Override
    default Optional<String> predictedId() {
        return Optional.empty();
    }

    @Override
    default SignedTransaction attach(List<? extends ChainSignature> signatures) {
        if (signatures.size() != 1)
            throw new IllegalArgumentException("%d signatures, not 1".formatted(signatures.size()));
        if (!(signatures.getFirst() instanceof RecoverableSignature signature))
            throw new IllegalArgumentException("a signature without recovery id");
        if (signature.recoveryId() > 1) throw new IllegalArgumentException("recovery id above 1 has no y parity");
        return attach(signature);
    }

    /// As [#attach], and the signature must be this account's.
    ///
    /// @throws IllegalArgumentException if it is another's or nobody's: the caller's bug
    default SignedTransaction attach(Account signer, RecoverableSignature signature) {
        var found = signer(signature).map(address -> address.on(chain()));
        if (!found.equals(Optional.of(signer))) throw new IllegalArgumentException("a signature of another account");
        return attach(List.of(signature));
    }

    /// Whose signature it is; empty if it is nobody's.
    ///
    /// @spec https://www.secg.org/sec1-v2.pdf SEC 1 §4.1.6
    default Optional<Address> signer(RecoverableSignature signature) {
        return recover(digest(), signature);
    }

    /// Under whose key `signature` signs `digest`; empty if under none.
    static Optional<Address> recover(Digest32 digest, RecoverableSignature signature) {
        return EcdsaVerify.recover(digest, Bytes.concat(signature.r(), signature.s()), signature.recoveryId())
                .map(Address::of);
    }

    /// The form contracts and wallets pass around: `r ‖ s ‖ v` with v 27 or 28, 65 bytes.
    static Bytes packed(RecoverableSignature signature) {
        return Bytes.concat(signature.r(), signature.s(), Bytes.copyOf((byte) (27 + signature.recoveryId())));
    }
}

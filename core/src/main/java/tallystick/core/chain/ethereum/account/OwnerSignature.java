package tallystick.core.chain.ethereum.account;

import java.util.List;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SignedTransaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// A signature as contract accounts take it: `r ‖ s ‖ v`.
final class OwnerSignature {
    private OwnerSignature() {}

    /// @param v 27 for the hash itself; 31 where a Safe is told that the hash was signed as a message
    static SignedTransaction attach(List<? extends ChainSignature> signatures, Digest32 id, int v) {
        if (signatures.size() != 1)
            throw new IllegalArgumentException("%d signatures, not 1".formatted(signatures.size()));
        if (!(signatures.getFirst() instanceof RecoverableSignature signature))
            throw new IllegalArgumentException("a signature without recovery id");
        if (signature.recoveryId() > 1) throw new IllegalArgumentException("recovery id above 1 has no v");
        return new SignedTransaction(
                Bytes.concat(signature.r(), signature.s(), Bytes.copyOf((byte) (v + signature.recoveryId()))),
                "0x" + id);
    }
}

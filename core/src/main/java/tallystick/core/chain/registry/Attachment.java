package tallystick.core.chain.registry;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.EcdsaVerify;
import tallystick.crypto.curve.Ed25519Verify;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.SchnorrVerify;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.derive.TaprootOutput;
import tallystick.crypto.hash.Digest32;

/// Puts the signatures that somebody handed over to a transaction, if they are the key's over its very bytes.
///
/// **Why** in one place for whoever asked nodes to sign: what comes back is nobody's word, but what verifies.
///
/// **Threads** stateless.
public final class Attachment {
    private Attachment() {}

    /// The signed transaction; empty if a signature is missing, is of another kind, or is not the key's.
    ///
    /// @param key that of the intent, after the intent's own path
    /// @param signatures in the order of [UnsignedTransaction#inputs]
    public static Optional<SignedTransaction> of(
            UnsignedTransaction transaction, Derivation key, List<? extends ChainSignature> signatures) {
        var inputs = transaction.inputs();
        if (!transaction.isComplete() || inputs.size() != signatures.size()) return Optional.empty();
        for (var i = 0; i < inputs.size(); i++)
            if (!verifies(inputs.get(i), key, signatures.get(i))) return Optional.empty();
        return Optional.of(transaction.attach(signatures));
    }

    private static boolean verifies(SigningInput input, Derivation key, ChainSignature signature) {
        return child(key, input.path().orElse(DerivationPath.root()))
                .filter(child -> switch (input.algorithm()) {
                    case ECDSA_SECP256K1 -> isEcdsa(input, child, signature);
                    case BIP340 -> isSchnorr(input, child, signature);
                    case ED25519 ->
                        signature instanceof ChainSignature.Plain(var value)
                                && Ed25519Verify.verify(child, input.message(), value);
                })
                .isPresent();
    }

    private static Optional<Point> child(Derivation key, DerivationPath path) {
        return key.along(path) instanceof Derivation.Derived(var _, var child, var _)
                ? Optional.of(child)
                : Optional.empty();
    }

    /// Chains that recover the signer from the signature need a recovery id that leads to the key.
    private static boolean isEcdsa(SigningInput input, Point key, ChainSignature signature) {
        if (!(signature instanceof RecoverableSignature recoverable) || recoverable.recoveryId() > 1) return false;
        var digest = new Digest32(input.message());
        var value = Bytes.concat(recoverable.r(), recoverable.s());
        return EcdsaVerify.verify(key, digest, value)
                && EcdsaVerify.recover(digest, value, recoverable.recoveryId())
                        .filter(key::equals)
                        .isPresent();
    }

    /// @spec https://github.com/bitcoin/bips/blob/master/bip-0341.mediawiki#constructing-and-spending-taproot-outputs
    /// BIP-341
    private static boolean isSchnorr(SigningInput input, Point key, ChainSignature signature) {
        if (!(signature instanceof ChainSignature.Plain(var value))) return false;
        var root = input.taprootRoot();
        if (root.isEmpty()) return SchnorrVerify.verify(key.xOnly(), input.message(), value);
        var tree = root.filter(bytes -> bytes.length() > 0).map(Digest32::new);
        return TaprootOutput.of(key, tree)
                .filter(output -> SchnorrVerify.verify(output.xOnly(), input.message(), value))
                .isPresent();
    }
}

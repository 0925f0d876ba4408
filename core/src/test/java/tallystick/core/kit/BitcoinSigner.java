package tallystick.core.kit;

import fr.acinq.bitcoin.ByteVector32;
import fr.acinq.bitcoin.Crypto;
import fr.acinq.bitcoin.PrivateKey;
import fr.acinq.secp256k1.Secp256k1;
import java.util.List;
import java.util.Random;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.KeyTree;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.EcdsaVerify;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;

/// A whole key in one hand, as no quorum has it: signs what tests need signed.
public final class BitcoinSigner {
    private final PrivateKey key;
    private final Derivation derivation;

    public BitcoinSigner(long seed) {
        var random = new Random(seed);
        this.key = new PrivateKey(bytes(random));
        this.derivation = new Derivation(point(key), new Digest32(Bytes.copyOf(bytes(random))));
    }

    public KeyTree tree() {
        return new KeyTree(derivation);
    }

    public Point at(DerivationPath path) {
        return tree().key(path).orElseThrow();
    }

    public OutputScript script(AddressForm form, DerivationPath path) {
        return form.script(at(path));
    }

    public Account account(BitcoinNetwork network) {
        return AddressForm.P2WPKH.script(derivation.key()).account(network);
    }

    /// Knows the tree.
    public Knowledge knowledge() {
        return Knowledge.none().chapter(KeyTree.class, tree());
    }

    public List<ChainSignature> sign(Bundle bundle) {
        return bundle.inputs().stream().map(this::sign).toList();
    }

    public ChainSignature sign(SigningInput input) {
        var path = input.path().orElse(DerivationPath.root());
        var tweak = ((Derivation.Derived) derivation.along(path)).tweak();
        var child = path.isRoot() ? key : key.plus(new PrivateKey(tweak.encode().toArray()));
        var message = input.message().toArray();
        if (input.algorithm() == SigningInput.Algorithm.BIP340) {
            var root = input.taprootRoot().orElseThrow();
            var taproot = root.length() == 0
                    ? Crypto.TaprootTweak.KeyPathTweak.INSTANCE
                    : new Crypto.TaprootTweak.ScriptPathTweak(new ByteVector32(root.toArray()));
            return new ChainSignature.Plain(
                    Bytes.copyOf(Crypto.signSchnorr(new ByteVector32(message), child, taproot, null)
                            .toByteArray()));
        }
        var signature = Bytes.copyOf(Secp256k1.get().sign(message, child.value.toByteArray()));
        for (var id = 0; id < 4; id++)
            if (EcdsaVerify.recover(input.digest(), signature, id).equals(java.util.Optional.of(point(child))))
                return new RecoverableSignature(signature.slice(0, 32), signature.slice(32, 64), id);
        throw new AssertionError("no recovery id");
    }

    private static Point point(PrivateKey key) {
        return Curve.SECP256K1
                .group()
                .parsePoint(Bytes.copyOf(key.publicKey().value.toByteArray()))
                .orThrow();
    }

    private static byte[] bytes(Random random) {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }
}

package tallystick.core.chain.bitcoin;

import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;

/// An output that a bundle spends, and how: all that an input's digest and signature need besides the transaction.
///
/// @param output value and script
/// @param key whose signature the script wants, before any Taproot tweak
/// @param merkleRoot of the script tree a Taproot output commits to besides
/// @param path from the intent's key to `key`
/// @param sighash how much the signature commits to
public record SpentOutput(
        TxOutput output, Point key, Optional<Digest32> merkleRoot, DerivationPath path, SighashType sighash) {

    /// @throws IllegalArgumentException if the script is not one of this key alone: the caller's fault
    public SpentOutput {
        if (!fits(output.script(), key, merkleRoot))
            throw new IllegalArgumentException("a script that this key alone cannot spend");
        if (sighash == SighashType.DEFAULT && output.script().kind() != OutputScript.Kind.P2TR)
            throw new IllegalArgumentException("sighash type DEFAULT is for taproot");
    }

    /// Spent with a signature that commits to everything.
    public static SpentOutput whole(TxOutput output, Point key, DerivationPath path) {
        var sighash = output.script().kind() == OutputScript.Kind.P2TR ? SighashType.DEFAULT : SighashType.ALL;
        return new SpentOutput(output, key, Optional.empty(), path, sighash);
    }

    /// In which way the key holds it.
    public AddressForm form() {
        return AddressForm.of(output.script().kind()).orElseThrow();
    }

    /// What the digest takes as the input's script.
    Bytes scriptCode() {
        return form() == AddressForm.P2PKH
                ? output.script().bytes()
                : AddressForm.P2PKH.script(key).bytes();
    }

    /// Whether this key alone can spend the script.
    public static boolean fits(OutputScript script, Point key, Optional<Digest32> merkleRoot) {
        return AddressForm.of(script.kind())
                .filter(form -> form == AddressForm.P2TR || merkleRoot.isEmpty())
                .filter(form -> form.script(key, merkleRoot).equals(script))
                .isPresent();
    }
}

package tallystick.core.chain.bitcoin;

import java.util.Optional;
import tallystick.core.chain.SigningInput;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.TaprootOutput;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// The ways in which one key alone can hold an output.
///
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0084.mediawiki#address-derivation BIP-84 (P2WPKH)
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0086.mediawiki#address-derivation BIP-86 (P2TR)
public enum AddressForm {
    /// The oldest; its signatures commit to no amount.
    P2PKH,
    /// Segwit, version 0.
    P2WPKH,
    /// Segwit, version 0, in an old address.
    P2SH_P2WPKH,
    /// Taproot, spent by the key.
    P2TR;

    private static final Bytes KEY_HASH_PROGRAM = Bytes.ofHex("0014");

    /// The script that this key can spend. A Taproot output commits to no script tree.
    public OutputScript script(Point key) {
        return script(key, Optional.empty());
    }

    /// The script that this key can spend.
    ///
    /// @param merkleRoot of the script tree that a Taproot output commits to besides
    /// @throws IllegalArgumentException if there is a tree with another form, or the key is not on secp256k1: the
    /// caller's fault
    public OutputScript script(Point key, Optional<Digest32> merkleRoot) {
        if (this != P2TR && merkleRoot.isPresent())
            throw new IllegalArgumentException("a script tree with another form than P2TR");
        return switch (this) {
            case P2PKH -> OutputScript.payToKeyHash(StandardHash.hash160(key.encode()));
            case P2WPKH -> new OutputScript(redeemScript(key));
            case P2SH_P2WPKH -> OutputScript.payToScriptHash(StandardHash.hash160(redeemScript(key)));
            case P2TR ->
                OutputScript.of(new Bech32.Program(
                        1,
                        TaprootOutput.of(key, merkleRoot)
                                .orElseThrow(() -> new IllegalArgumentException("a key without a taproot output"))
                                .xOnly()));
        };
    }

    /// The witness program of a key, which stands inside P2SH.
    public static Bytes redeemScript(Point key) {
        return Bytes.concat(KEY_HASH_PROGRAM, StandardHash.hash160(key.encode()));
    }

    /// Whether its signatures are in the witness.
    public boolean isSegwit() {
        return this != P2PKH;
    }

    /// How its signatures are made. A key makes signatures of one kind alone.
    public SigningInput.Algorithm algorithm() {
        return this == P2TR ? SigningInput.Algorithm.BIP340 : SigningInput.Algorithm.ECDSA_SECP256K1;
    }

    /// The form that a script of this kind can only have if one key alone holds it.
    public static Optional<AddressForm> of(OutputScript.Kind kind) {
        return switch (kind) {
            case P2PKH -> Optional.of(P2PKH);
            case P2SH -> Optional.of(P2SH_P2WPKH);
            case P2WPKH -> Optional.of(P2WPKH);
            case P2TR -> Optional.of(P2TR);
            case P2WSH, WITNESS_UNKNOWN, DATA, OTHER -> Optional.empty();
        };
    }
}
